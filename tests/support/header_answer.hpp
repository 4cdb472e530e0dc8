// What the library makes of a header, on one line: for tests and for the programs that Python checks drive.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <tests/support/shown.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::test {

// As a reader does it. available: bytes of the file, -1 for a stream.
inline npy::Header parse_header(std::string_view file, std::int64_t available) {
  const auto bytes = std::as_bytes(std::span(file));
  const auto preamble =
      npy::parse_preamble(bytes.first(std::min(file.size(), npy::preamble_size)), available, "a.npy");
  const auto offset = static_cast<std::size_t>(preamble.dict_offset);
  return npy::parse_dict(preamble, file.substr(offset, static_cast<std::size_t>(preamble.dict_bytes)),
                         "a.npy");
}

inline std::string text_of(const npy::Header& header) {
  return std::string(name_of(header.dtype)) + (header.big_endian ? " big-endian " : " ") +
         (header.fortran_order ? "fortran " : "") + Shape(header.extents).text();
}

// "float64 (2, 3)"; "error: " and the message without the file's name; after "; hint: " its hints.
inline std::string header_answer(std::string_view file, std::int64_t available) {
  constexpr std::string_view subject = "a.npy: ";
  try {
    return text_of(parse_header(file, available));
  } catch (const Error& error) {
    if (error.kind != ErrorKind::input)
      return "an error of kind " + std::string(kind_name(error.kind)) + ": " + error.message;
    if (!error.message.starts_with(subject)) return "an error without its subject: " + error.message;
    std::string answer = "error: " + error.message.substr(subject.size());
    for (const std::string& hint : hints_of(error)) answer += "; hint: " + hint;
    return answer;
  }
}

}  // namespace tcalc::test
