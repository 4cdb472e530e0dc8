#include <algorithm>
#include <cstdio>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/header.hpp>

namespace tcalc::npy {

namespace {

constexpr std::size_t version_offset = magic_prefix.size();
constexpr std::size_t length_offset = version_offset + 2;
constexpr std::size_t growth_axis_digits = 21;  // NumPy leaves room for the growing axis to reach them
constexpr std::size_t longest_v1_dict = 65535;

// Bytes before the dict.
constexpr std::size_t prefix_size(bool first_version) {
  return first_version ? shortest_preamble : preamble_size;
}

unsigned byte_at(std::span<const std::byte> bytes, std::size_t at) {
  return std::to_integer<unsigned>(bytes[at]);
}

bool has_magic(std::span<const std::byte> bytes) {
  const auto same = [](char letter, std::byte byte) { return static_cast<std::byte>(letter) == byte; };
  return std::equal(magic_prefix.begin(), magic_prefix.end(), bytes.begin(), same);
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

Error input_error(std::string_view name, const std::string& fact) {
  return {ErrorKind::input, std::string(name) + ": " + fact};
}

NotNpy wrong_magic(std::span<const std::byte> bytes, std::string_view name) {
  return {formatted("{}: not an .npy file (first bytes {})", name, hex_of(bytes.first(4))),
          std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

NotNpy too_short(std::span<const std::byte> bytes, std::size_t needed, std::string_view name) {
  const std::size_t size = bytes.size();
  return {formatted("{}: not an .npy file: {}, the header needs at least {}", name, counted(size, "byte"),
                    needed),
          std::string(reinterpret_cast<const char*>(bytes.data()), size)};
}

std::string tuple_text(const Extents& extents) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    if (axis > 0) text += ", ";
    text += std::to_string(extents[axis]);
  }
  return text + (extents.size() == 1 ? ",)" : ")");
}

std::string dict_text(Dtype dtype, const Extents& extents, const Storage& storage) {
  const bool fortran_order = storage.fortran_order;
  std::string dict =
      formatted("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", descr_of(dtype, storage.big_endian),
                fortran_order ? "True" : "False", tuple_text(extents));
  if (!extents.empty()) {
    const std::string growing = std::to_string(fortran_order ? extents.back() : extents.front());
    dict.append(growth_axis_digits - growing.size(), ' ');  // an int64 has 20 characters at most
  }
  return dict;
}

}  // namespace

std::string descr_of(Dtype dtype, bool big_endian) {
  const bool is_in_numpy = info(dtype).in_numpy;
  const std::string mark = size_of(dtype) == 1 && is_in_numpy ? "|" : big_endian ? ">" : "<";
  if (!is_in_numpy) return formatted("{}V{}", mark, size_of(dtype));
  return mark + std::string(info(dtype).code);
}

std::int64_t Header::data_bytes() const { return count(extents) * item_bytes(); }

Preamble parse_preamble(std::span<const std::byte> bytes, std::int64_t available, std::string_view name) {
  if (bytes.size() >= magic_prefix.size() && !has_magic(bytes)) throw wrong_magic(bytes, name);
  if (bytes.size() < shortest_preamble) throw too_short(bytes, shortest_preamble, name);
  const unsigned major = byte_at(bytes, version_offset);
  const unsigned minor = byte_at(bytes, version_offset + 1);
  if (major < 1 || major > 3 || minor != 0) {
    throw input_error(name,
                      formatted("unsupported .npy version {}.{} (supported: 1.0, 2.0, 3.0)", major, minor));
  }
  const std::size_t dict_offset = prefix_size(major == 1);
  if (bytes.size() < dict_offset) throw too_short(bytes, dict_offset, name);
  std::int64_t dict_bytes = 0, reversed = 0;
  for (std::size_t at = dict_offset; at-- > length_offset;) dict_bytes = dict_bytes << 8 | byte_at(bytes, at);
  for (std::size_t at = length_offset; at < dict_offset; ++at) reversed = reversed << 8 | byte_at(bytes, at);
  const std::int64_t left = available - static_cast<std::int64_t>(dict_offset);
  const auto refused = [&](const std::string& fact) {
    Error error = input_error(name, fact);
    if (reversed < dict_bytes && reversed <= left)
      error.hints.push_back(
          formatted("big-endian, its length would be {} bytes, which the file has", reversed));
    return error;
  };
  if (dict_bytes > header_limit)
    throw refused(formatted("header of {} bytes exceeds the {}-byte limit", dict_bytes, header_limit));
  if (available >= 0 && dict_bytes > left)
    throw refused(formatted("header claims {} bytes, the file has {} after it", dict_bytes, left));
  return {static_cast<int>(major), static_cast<std::int64_t>(dict_offset), dict_bytes};
}

std::string format_header(Dtype dtype, const Extents& extents, const Storage& storage) {
  std::string dict = dict_text(dtype, extents, storage);
  // NumPy pads by 1 to 64 bytes, never by 0.
  const auto padded_size = [&](std::size_t prefix) {
    const std::size_t size = dict.size() + 1;
    return size + data_alignment - (prefix + size) % data_alignment;
  };
  const bool first_fits = padded_size(prefix_size(true)) <= longest_v1_dict;
  if (storage.major_version == 1 && !first_fits)
    throw Error(ErrorKind::output, "the header is too long for version 1.0 of .npy");
  const bool first_version = storage.major_version == 1 || (storage.major_version == 0 && first_fits);
  const std::size_t prefix = prefix_size(first_version);
  const std::size_t size = padded_size(prefix);
  dict.resize(size - 1, ' ');
  dict += '\n';
  std::string header(magic_prefix);
  header += static_cast<char>(first_version ? 1 : std::max(storage.major_version, 2));
  header += '\0';
  for (std::size_t at = length_offset; at < prefix; ++at) {
    header += static_cast<char>(size >> 8 * (at - length_offset) & 0xff);
  }
  return header + dict;
}

}  // namespace tcalc::npy
