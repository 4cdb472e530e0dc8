#include <algorithm>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>

namespace tcalc {

namespace {

constexpr std::array<DtypeInfo, dtype_count> table = {{
    {Dtype::boolean, DtypeKind::boolean, 1, "bool", "b1", "bool_ bool8 ?"},
    {Dtype::int8, DtypeKind::integer, 1, "int8", "i1", "byte b"},
    {Dtype::int16, DtypeKind::integer, 2, "int16", "i2", "short h"},
    {Dtype::int32, DtypeKind::integer, 4, "int32", "i4", "intc i"},
    {Dtype::int64, DtypeKind::integer, 8, "int64", "i8", "int int_ intp longlong l q p"},
    {Dtype::uint8, DtypeKind::unsigned_integer, 1, "uint8", "u1", "ubyte B"},
    {Dtype::uint16, DtypeKind::unsigned_integer, 2, "uint16", "u2", "ushort H"},
    {Dtype::uint32, DtypeKind::unsigned_integer, 4, "uint32", "u4", "uintc I"},
    {Dtype::uint64, DtypeKind::unsigned_integer, 8, "uint64", "u8", "uint uintp ulonglong L Q P"},
    {Dtype::float16, DtypeKind::floating, 2, "float16", "f2", "half e"},
    {Dtype::bfloat16, DtypeKind::floating, 2, "bfloat16", "bf16", "", false},
    {Dtype::float32, DtypeKind::floating, 4, "float32", "f4", "single f"},
    {Dtype::float64, DtypeKind::floating, 8, "float64", "f8", "double float float_ d"},
    {Dtype::complex64, DtypeKind::complex, 8, "complex64", "c8", "csingle singlecomplex F"},
    {Dtype::complex128, DtypeKind::complex, 16, "complex128", "c16", "complex complex_ cdouble cfloat D"},
    {Dtype::float8_e4m3fn, DtypeKind::floating, 1, "float8_e4m3fn", "e4m3fn", "", false},
    {Dtype::float8_e5m2, DtypeKind::floating, 1, "float8_e5m2", "e5m2", "", false},
}};

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::string_view next = words.substr(0, words.find(' '));
    if (next == word) return true;
    words.remove_prefix(std::min(next.size() + 1, words.size()));
  }
  return false;
}

}  // namespace

const DtypeInfo& info(Dtype dtype) { return table[static_cast<std::size_t>(dtype)]; }

Dtype compute_dtype(Dtype dtype) {
  return visit_stored(dtype, []<class T>(TypeTag<T>) { return dtype_of<Arithmetic<T>>(); });
}

void detail::refuse_stored_only(Dtype dtype) {
  throw Error(ErrorKind::internal, "nothing is computed in " + std::string(name_of(dtype)));
}

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
  for (std::string_view words = info(dtype).aliases; !words.empty();) {
    names.push_back(words.substr(0, words.find(' ')));
    words.remove_prefix(std::min(names.back().size() + 1, words.size()));
  }
  return names;
}

std::optional<ParsedDtype> parse_dtype(std::string_view text) {
  const bool marked = !text.empty() && std::string_view("<>|=").find(text[0]) != std::string_view::npos;
  const bool big_endian = marked && text[0] == '>';
  if (marked) text.remove_prefix(1);
  for (const DtypeInfo& entry : table) {
    if (marked && !entry.in_numpy) continue;
    // A name takes no byte order mark, a character does; an order means nothing for one byte.
    const bool alias = (!marked || text.size() == 1) && has_word(entry.aliases, text);
    if (alias || text == entry.code || (!marked && text == entry.name))
      return ParsedDtype{entry.dtype, big_endian && entry.size > 1};
  }
  return std::nullopt;
}

}  // namespace tcalc
