// What is odd about an .npy header that tcalc itself reads well. Pure: no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/npy/header.hpp>

namespace tcalc::npy {

// A note is about what numpy.save writes too, though not every program reads it; all else is a defect.
enum class Severity : std::uint8_t { note, defect };
std::string_view name_of(Severity severity);

struct Finding {
  std::string_view id;  // "key-order": the same for every file
  Severity severity;
  std::string fact;
  std::vector<std::string_view> not_read_by = {};  // programs that refuse or misread it

  // "<fact> (not read by xtensor, npyjs)"
  std::string text() const;
};

// `dict` is the text that the header was parsed from. Where programs are named, their sources say so: cnpy
// (cnpy.cpp), xtensor 0.24 (xnpy.hpp), candle (npy.rs), npyjs (index.js); DALI wants 16-byte alignment,
// Halide C order and little-endian.
std::vector<Finding> lint_header(const Header& header, std::string_view dict);

}  // namespace tcalc::npy
