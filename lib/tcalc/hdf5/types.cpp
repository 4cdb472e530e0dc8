#include <algorithm>
#include <array>
#include <string_view>

#include <tcalc/core/formatted.hpp>
#include <tcalc/hdf5/types.hpp>

namespace tcalc::hdf5 {

namespace {

constexpr int order_big = 1;  // H5T_ORDER_BE

enum TypeClass {  // H5T_class_t
  integers,
  floats,
  times,
  strings,
  bits,
  opaque,
  compounds,
  references,
  enumerations,
  lists,
  arrays
};

constexpr std::array<std::string_view, 11> kind_names = {
    "integer", "float", "time", "string", "bits", "opaque", "compound", "reference", "enum", "list", "array"};

std::string_view kind_name(int type_class) {
  const auto place = static_cast<std::size_t>(type_class);  // negative where the library fails
  if (place >= kind_names.size()) return "unknown";
  return kind_names[place];
}

std::optional<Dtype> integer_of(std::size_t bytes, bool is_signed) {
  for (int i = 0; i < dtype_count; ++i) {
    const DtypeInfo& entry = info(static_cast<Dtype>(i));
    const DtypeKind kind = is_signed ? DtypeKind::integer : DtypeKind::unsigned_integer;
    if (entry.kind == kind && entry.size == bytes) return entry.dtype;
  }
  return std::nullopt;
}

// By size and bias of the exponent; a float of another format has no dtype.
std::optional<Dtype> float_of(std::size_t bytes, std::size_t bias) {
  if (bytes == 2 && bias == 15) return Dtype::float16;
  if (bytes == 2 && bias == 127) return Dtype::bfloat16;
  if (bytes == 4 && bias == 127) return Dtype::float32;
  if (bytes == 8 && bias == 1023) return Dtype::float64;
  return std::nullopt;
}

bool has_member(const Library& library, Id type, unsigned place, std::string_view name) {
  char* const member = library.Tget_member_name(type, place);
  const bool is_same = member != nullptr && name == member;
  library.free_memory(member);
  return is_same;
}

// As h5py stores it: bytes that are FALSE or TRUE.
bool is_boolean(const Library& library, Id type) {
  return library.Tget_size(type) == 1 && library.Tget_nmembers(type) == 2 &&
         has_member(library, type, 0, "FALSE") && has_member(library, type, 1, "TRUE");
}

struct Complex {
  Dtype dtype;
  bool big_endian;
};

// As h5py stores it: r and i, two floats one after the other.
std::optional<Complex> complex_of(const Library& library, Id type, const std::string& file) {
  const std::size_t bytes = library.Tget_size(type);
  if (library.Tget_nmembers(type) != 2 || (bytes != 8 && bytes != 16)) return std::nullopt;
  const Dtype half = bytes == 8 ? Dtype::float32 : Dtype::float64;
  std::array<bool, 2> big_endian = {};
  for (unsigned i = 0; i < 2; ++i) {
    if (!has_member(library, type, i, i == 0 ? "r" : "i")) return std::nullopt;
    if (library.Tget_member_offset(type, i) != i * bytes / 2) return std::nullopt;
    const Handle part = held(library, library.Tget_member_type(type, i), library.Tclose, file, "a compound");
    if (library.Tget_class(part) != floats) return std::nullopt;
    const Element element = element_of(library, part, file);
    if (element.stored != half) return std::nullopt;
    big_endian[i] = element.big_endian;
  }
  if (big_endian[0] != big_endian[1]) return std::nullopt;
  return Complex{bytes == 8 ? Dtype::complex64 : Dtype::complex128, big_endian[0]};
}

}  // namespace

Element element_of(const Library& library, Id type, const std::string& file) {
  const int type_class = library.Tget_class(type);
  const std::size_t bytes = library.Tget_size(type);
  if (type_class == enumerations) {
    const Handle numbers = held(library, library.Tget_super(type), library.Tclose, file, "an enum");
    Element element = element_of(library, numbers, file);
    if (is_boolean(library, type)) element.stored = Dtype::boolean;
    if (element.stored) element.dtype = name_of(*element.stored);
    return element;
  }
  const bool is_whole = library.Tget_precision(type) == 8 * bytes;
  const bool is_text = type_class == strings;
  const bool varies = type_class == lists || (is_text && library.Tis_variable_str(type) > 0);
  Element element;
  element.dtype = is_text && !varies ? formatted("string[{}]", bytes) : kind_name(type_class);
  element.bytes = varies ? 0 : static_cast<std::int64_t>(std::min<std::size_t>(bytes, INT32_MAX));
  element.big_endian = library.Tget_order(type) == order_big;
  element.is_text = is_text;
  if (type_class == integers && is_whole) element.stored = integer_of(bytes, library.Tget_sign(type) != 0);
  if (type_class == floats && is_whole) element.stored = float_of(bytes, library.Tget_ebias(type));
  if (type_class == compounds) {
    if (const auto number = complex_of(library, type, file)) {
      element.stored = number->dtype;
      element.big_endian = number->big_endian;
    }
  }
  if (element.stored) element.dtype = name_of(*element.stored);
  return element;
}

}  // namespace tcalc::hdf5
