// Shared libraries that are loaded when they are needed, and not at start-up.
#pragma once

#include <span>
#include <string>

namespace tcalc::os {

class SharedLibrary {
 public:
  // Loads "libzip.so.4", or finds it loaded; it stays so until the process ends. `purpose` is what needs it,
  // for messages: ".npz archives"; `package` is Debian's. Throws Error{input}.
  SharedLibrary(const char* name, const char* purpose, const char* package);
  // The first of several names that can be loaded; at least one.
  static SharedLibrary first_of(std::span<const char* const> names, const char* purpose, const char* package);

  bool has(const char* function) const;

  // The function of that name. Throws Error{input} when there is none.
  template <class Function>
  void find(const char* function, Function& result) const {
    result = reinterpret_cast<Function>(address_of(function));
  }

 private:
  SharedLibrary(const char* name, void* handle) : name_(name), handle_(handle) {}

  void* address_of(const char* function) const;

  std::string name_;
  void* handle_;
};

}  // namespace tcalc::os
