// All that is odd about one array of an input: its header, its values, and what follows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <tcalc/npy/lint.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::npy {

struct LintOptions {
  bool allow_nan = false;  // infinities too
  bool is_last = true;     // nothing may follow the array; else the next one of a stream does
  std::function<void(std::int64_t bytes)> progress = {};  // told how many bytes of the data are read
};

// Reads the array to its end in bounded memory, and moves past it; values that cannot be odd are not read
// where the file can be mapped. `visit`, when given, gets all of them, run by run, as they are stored; the
// last run of a truncated array may end within an element. The reader is Completeness::unchecked.
std::vector<Finding> lint_array(Reader& reader, os::Input& input, const LintOptions& options,
                                const std::function<void(std::span<const std::byte>)>& visit = {});

}  // namespace tcalc::npy
