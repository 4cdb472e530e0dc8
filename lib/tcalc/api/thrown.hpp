// From the one exception that the library knows to those that its callers see.
#pragma once

#include <new>

#include <tcalc/core/error.hpp>

namespace tcalc::api {

// Throws the class of its kind.
[[noreturn]] void throw_as_its_kind(const Error& error);

// What all functions that are called from outside go through.
template <class Call>
auto translated(const Call& call) {
  try {
    return call();
  } catch (const Error& error) {
    throw_as_its_kind(error);
  } catch (const std::bad_alloc&) {
    throw_as_its_kind(Error(ErrorKind::resource, "out of memory"));
  }
}

}  // namespace tcalc::api
