// What `tcalc --version` prints, and a program that uses the library may.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/export.hpp>

namespace tcalc {
inline namespace v0 {

/// "1.2.3"
TCALC_EXPORT std::string_view version_number();

/// The version and, a line each, what runs on this machine: instruction set, BLAS and its kernels, threads,
/// caches, huge pages. Throws Error{usage} when TCALC_INSTRUCTION_SET names none that this machine has.
TCALC_EXPORT std::string version();

}  // namespace v0
}  // namespace tcalc
