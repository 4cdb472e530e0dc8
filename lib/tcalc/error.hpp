// What the functions of tcalc throw: one class for each kind, under tcalc::Error.
//
//   try {
//     tcalc::matmul(a, b);
//   } catch (const tcalc::ShapeError& error) {
//     std::cerr << error.what() << '\n';  // one line
//     std::cerr << error.text() << '\n';  // all of it: the operands drawn, and calls that are legal
//   }
//
// What the texts are made of is there as data, too: see core/error.hpp and core/hint.hpp.
#pragma once

#include <tcalc/core/error.hpp>
#include <tcalc/export.hpp>

namespace tcalc {
inline namespace v0 {

/// An operation is not defined for these shapes, dtypes or axes.
class TCALC_EXPORT ShapeError : public Error {
 public:
  explicit ShapeError(const Error& error) : Error(error) {}
};

/// What was asked for is wrong by itself: subscripts that cannot be read, options that contradict each other.
class TCALC_EXPORT UsageError : public Error {
 public:
  explicit UsageError(const Error& error) : Error(error) {}
};

/// A file cannot be opened, read or understood.
class TCALC_EXPORT InputError : public Error {
 public:
  explicit InputError(const Error& error) : Error(error) {}
};

/// A file cannot be written.
class TCALC_EXPORT OutputError : public Error {
 public:
  explicit OutputError(const Error& error) : Error(error) {}
};

/// It would take more memory than there is, or a size overflows.
class TCALC_EXPORT ResourceError : public Error {
 public:
  explicit ResourceError(const Error& error) : Error(error) {}
};

/// A bug in tcalc.
class TCALC_EXPORT InternalError : public Error {
 public:
  explicit InternalError(const Error& error) : Error(error) {}
};

}  // namespace v0
}  // namespace tcalc
