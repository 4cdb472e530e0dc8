// The .npy header, as bytes and as facts. Pure: no I/O. The format is numpy/lib/format.py, versions 1.0, 2.0
// and 3.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc::npy {

inline constexpr std::string_view magic_prefix = "\x93NUMPY";
inline constexpr std::size_t data_alignment = 64;     // of the data in files that NumPy writes from 1.14 on
inline constexpr std::size_t preamble_size = 12;      // magic, version, and the longest length field
inline constexpr std::size_t shortest_preamble = 10;  // ... with the two-byte length of version 1.0
inline constexpr std::int64_t header_limit = 65536;   // NumPy refuses above 10,000; rank 64 needs far less

struct Header {
  Dtype dtype = Dtype::float64;
  bool big_endian = false;
  bool fortran_order = false;
  Extents extents;
  int major_version = 1;
  std::int64_t data_offset = 0;  // bytes from the magic to the first element
  std::string foreign;           // the descr of a dtype that tcalc has not: "<U3"; then `dtype` means nothing
  std::int64_t foreign_bytes = 0;  // of one of its elements; 0 where that is not known

  std::int64_t item_bytes() const { return foreign.empty() ? size_of(dtype) : foreign_bytes; }
  std::int64_t data_bytes() const;  // checked when the header was parsed
};

// The bytes are no .npy file; what they are instead, their first may tell.
struct NotNpy : Error {
  NotNpy(std::string fact, std::string bytes)
      : Error(ErrorKind::input, std::move(fact)), first_bytes(std::move(bytes)) {}
  std::string first_bytes;
};

// What the first bytes say: the version and where the dict begins and ends.
struct Preamble {
  int major_version;
  std::int64_t dict_offset;
  std::int64_t dict_bytes;
};

// Reads magic, version and length from the first bytes of a file. `bytes` is what there is, preamble_size at
// most; `available` is the size of the whole file, or -1 for a stream. Throws Error{input} beginning with
// `name`: NotNpy, an unsupported version, a length over header_limit or beyond `available`.
Preamble parse_preamble(std::span<const std::byte> bytes, std::int64_t available, std::string_view name);

// Which dtypes are read: those that tcalc computes with, or every one that a header may have; and what
// elements are whose dtype has no name of its own and which are of its size, "<V2".
struct Dtypes {
  bool foreign = false;
  std::optional<Dtype> of_void = std::nullopt;

  static const Dtypes supported, any;
};
inline constexpr Dtypes Dtypes::supported{};
inline constexpr Dtypes Dtypes::any{.foreign = true};

// Reads the dict that the preamble announced. Flat: no recursion, no allocation that a lie in the header
// could grow. Throws Error{input} beginning with `name` for everything that is not one array of a dtype tcalc
// supports with a shape whose elements and bytes fit int64.
Header parse_dict(const Preamble& preamble, std::string_view dict, std::string_view name,
                  const Dtypes& dtypes = Dtypes::supported);

// How an array is to be stored.
struct Storage {
  bool fortran_order = false;
  bool big_endian = false;
  int major_version = 0;  // 1, 2 or 3; 0: the lowest that fits, as NumPy chooses
};

// How a header names a dtype: "<f4". One that NumPy lacks is bytes to it, "<V2", as ml_dtypes saves it.
std::string descr_of(Dtype dtype, bool big_endian);

// The header bytes that NumPy writes for such an array, padded so that the data starts at a multiple of 64.
// Throws Error{output} when version 1.0 is asked for and its length field is too short.
std::string format_header(Dtype dtype, const Extents& extents, const Storage& storage = {});

}  // namespace tcalc::npy
