#include <tcalc/npy/header.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include <tcalc/core/error.hpp>

namespace tcalc::npy {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::int64_t alignment = 64;          // of the data in files that NumPy writes
constexpr std::size_t growth_axis_digits = 21;  // NumPy leaves room for the growing axis to reach them
constexpr std::int64_t longest_v1_dict = 65535;

unsigned byte_at(std::span<const std::byte> bytes, std::size_t at) { return std::to_integer<unsigned>(bytes[at]); }

bool has_magic(std::span<const std::byte> bytes) {
  return std::equal(magic.begin(), magic.end(), bytes.begin(), [](char letter, std::byte byte) { return static_cast<std::byte>(letter) == byte; });
}

std::string hex_of(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) {
    char hex[4];
    std::snprintf(hex, sizeof hex, " %02x", std::to_integer<unsigned>(byte));
    text += hex;
  }
  return text.substr(1);
}

[[noreturn]] void refuse_magic(std::span<const std::byte> bytes, std::string_view name) {
  constexpr std::array zip_magic = {std::byte{'P'}, std::byte{'K'}, std::byte{3}, std::byte{4}};
  Error error(ErrorKind::input, std::string(name) + ": not an .npy file (first bytes " + hex_of(bytes.first(4)) + ")");
  if (std::ranges::equal(bytes.first(4), zip_magic)) {
    error.hints.push_back("an .npz archive: name a member, " + std::string(name) + ":NAME");
  }
  throw error;
}

std::string tuple_text(const Extents& extents) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    if (axis > 0) text += ", ";
    text += std::to_string(extents[axis]);
  }
  return text + (extents.size() == 1 ? ",)" : ")");
}

std::string dict_text(Dtype dtype, const Extents& extents, bool fortran_order) {
  const char order = size_of(dtype) == 1 ? '|' : '<';
  std::string dict = "{'descr': '" + std::string(1, order) + std::string(info(dtype).code) + "', 'fortran_order': " +
                     (fortran_order ? "True" : "False") + ", 'shape': " + tuple_text(extents) + ", }";
  if (!extents.empty()) {
    const std::string growing = std::to_string(fortran_order ? extents.back() : extents.front());
    dict.append(growth_axis_digits - growing.size(), ' ');
  }
  return dict;
}

}  // namespace

std::int64_t Header::data_bytes() const { return count(extents) * size_of(dtype); }

Preamble parse_preamble(std::span<const std::byte> bytes, std::int64_t available, std::string_view name) {
  const std::string subject(name);
  if (bytes.size() < shortest_preamble) {
    const bool other = bytes.size() >= magic.size() && !has_magic(bytes);
    if (other) refuse_magic(bytes, name);
    throw Error(ErrorKind::input, subject + ": not an .npy file: " + std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes") +
                                      ", the header needs at least " + std::to_string(shortest_preamble));
  }
  if (!has_magic(bytes)) refuse_magic(bytes, name);
  const unsigned major = byte_at(bytes, 6);
  const unsigned minor = byte_at(bytes, 7);
  if (major < 1 || major > 3 || minor != 0) {
    throw Error(ErrorKind::input, subject + ": unsupported .npy version " + std::to_string(major) + "." + std::to_string(minor) +
                                      " (supported: 1.0, 2.0, 3.0)");
  }
  Preamble preamble{static_cast<int>(major), 0, 0};
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  if (bytes.size() < 8 + length_bytes) {
    throw Error(ErrorKind::input, subject + ": not an .npy file: " + std::to_string(bytes.size()) + " bytes, the header needs at least " +
                                      std::to_string(8 + length_bytes));
  }
  for (std::size_t i = length_bytes; i-- > 0;) preamble.dict_bytes = preamble.dict_bytes << 8 | byte_at(bytes, 8 + i);
  preamble.dict_offset = static_cast<std::int64_t>(8 + length_bytes);
  if (preamble.dict_bytes > header_limit) {
    throw Error(ErrorKind::input, subject + ": header of " + std::to_string(preamble.dict_bytes) + " bytes exceeds the " +
                                      std::to_string(header_limit) + "-byte limit");
  }
  const std::int64_t left = available - preamble.dict_offset;
  if (available >= 0 && preamble.dict_bytes > left) {
    throw Error(ErrorKind::input, subject + ": header claims " + std::to_string(preamble.dict_bytes) + " bytes, the file has " +
                                      std::to_string(left) + " after it");
  }
  return preamble;
}

std::string format_header(Dtype dtype, const Extents& extents, bool fortran_order) {
  std::string dict = dict_text(dtype, extents, fortran_order);
  const auto padded_size = [&](std::int64_t prefix) {
    const std::int64_t used = prefix + static_cast<std::int64_t>(dict.size()) + 1;
    return dict.size() + 1 + static_cast<std::size_t>(alignment - used % alignment);
  };
  std::size_t size = padded_size(10);
  const bool first_version = static_cast<std::int64_t>(size) <= longest_v1_dict;
  if (!first_version) size = padded_size(12);
  dict.resize(size - 1, ' ');
  dict += '\n';
  std::string header(magic);
  header += static_cast<char>(first_version ? 1 : 2);
  header += '\0';
  for (int shift = 0; shift < (first_version ? 16 : 32); shift += 8) header += static_cast<char>(size >> shift & 0xff);
  return header + dict;
}

}  // namespace tcalc::npy
