#include <tcalc/api/thrown.hpp>
#include <tcalc/error.hpp>

namespace tcalc::api {

void throw_as_its_kind(const Error& error) {
  switch (error.kind) {
    case ErrorKind::mismatch:
      throw ShapeError(error);
    case ErrorKind::usage:
      throw UsageError(error);
    case ErrorKind::input:
      throw InputError(error);
    case ErrorKind::output:
      throw OutputError(error);
    case ErrorKind::resource:
      throw ResourceError(error);
    case ErrorKind::internal:
      break;
  }
  throw InternalError(error);
}

}  // namespace tcalc::api
