#include <dlfcn.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/shared_library.hpp>

namespace tcalc::os {

SharedLibrary::SharedLibrary(const char* name, const char* purpose, const char* package)
    : name_(name), handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  throw Error(ErrorKind::input, formatted("{} need {}, which cannot be loaded", purpose, name_),
              std::string("Debian and Ubuntu have it in the package ") + package);
}

SharedLibrary SharedLibrary::first_of(std::span<const char* const> names, const char* purpose,
                                      const char* package) {
  for (const char* name : names) {
    if (void* const handle = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return {name, handle};
  }
  return {names.front(), purpose, package};
}

bool SharedLibrary::has(const char* function) const { return dlsym(handle_, function) != nullptr; }

void* SharedLibrary::address_of(const char* function) const {
  void* const address = dlsym(handle_, function);
  if (address == nullptr) throw Error(ErrorKind::input, name_ + " has no function " + function);
  return address;
}

}  // namespace tcalc::os
