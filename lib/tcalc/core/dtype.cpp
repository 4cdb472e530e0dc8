#include <algorithm>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

namespace {

constexpr std::array<DtypeInfo, dtype_count> table = {{
    {Dtype::boolean, DtypeKind::boolean, 1, "bool", "b1"},
    {Dtype::int8, DtypeKind::integer, 1, "int8", "i1"},
    {Dtype::int16, DtypeKind::integer, 2, "int16", "i2"},
    {Dtype::int32, DtypeKind::integer, 4, "int32", "i4"},
    {Dtype::int64, DtypeKind::integer, 8, "int64", "i8"},
    {Dtype::uint8, DtypeKind::unsigned_integer, 1, "uint8", "u1"},
    {Dtype::uint16, DtypeKind::unsigned_integer, 2, "uint16", "u2"},
    {Dtype::uint32, DtypeKind::unsigned_integer, 4, "uint32", "u4"},
    {Dtype::uint64, DtypeKind::unsigned_integer, 8, "uint64", "u8"},
    {Dtype::float16, DtypeKind::floating, 2, "float16", "f2"},
    {Dtype::float32, DtypeKind::floating, 4, "float32", "f4"},
    {Dtype::float64, DtypeKind::floating, 8, "float64", "f8"},
    {Dtype::complex64, DtypeKind::complex, 8, "complex64", "c8"},
    {Dtype::complex128, DtypeKind::complex, 16, "complex128", "c16"},
}};

// Other spellings that NumPy reads.
struct Alias {
  std::string_view name;
  Dtype dtype;
};
constexpr std::array aliases = {
    Alias{"?", Dtype::boolean},      Alias{"bool_", Dtype::boolean},  Alias{"half", Dtype::float16},
    Alias{"single", Dtype::float32}, Alias{"double", Dtype::float64}, Alias{"float", Dtype::float64},
    Alias{"int", Dtype::int64},      Alias{"uint", Dtype::uint64},    Alias{"complex", Dtype::complex128},
};

}  // namespace

const DtypeInfo& info(Dtype dtype) { return table[static_cast<std::size_t>(dtype)]; }

std::string supported_dtypes() {
  std::string names;
  for (const DtypeInfo& entry : table) {
    if (!names.empty()) names += ", ";
    names += entry.name;
  }
  return names;
}

std::vector<std::string_view> aliases_of(Dtype dtype) {
  std::vector<std::string_view> names;
  for (const Alias& alias : aliases) {
    if (alias.dtype == dtype) names.push_back(alias.name);
  }
  return names;
}

std::optional<ParsedDtype> parse_dtype(std::string_view text) {
  const bool marked = !text.empty() && std::string_view("<>|=").find(text[0]) != std::string_view::npos;
  const bool big_endian = marked && text[0] == '>';
  if (marked) text.remove_prefix(1);
  for (const DtypeInfo& entry : table) {
    // A name takes no byte order mark; an order means nothing for one byte.
    if (text == entry.code || (!marked && text == entry.name))
      return ParsedDtype{entry.dtype, big_endian && entry.size > 1};
  }
  for (const Alias& alias : aliases) {
    if (text == alias.name && (!marked || text == "?")) return ParsedDtype{alias.dtype, false};
  }
  return std::nullopt;
}

}  // namespace tcalc
