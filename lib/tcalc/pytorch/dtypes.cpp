#include <algorithm>
#include <array>

#include <tcalc/pytorch/dtypes.hpp>

namespace tcalc::pytorch {

namespace {

constexpr std::array table = {
    StoredType{"FloatStorage", "float32", 4, Dtype::float32},
    StoredType{"HalfStorage", "float16", 2, Dtype::float16},
    StoredType{"BFloat16Storage", "bfloat16", 2, Dtype::bfloat16},
    StoredType{"DoubleStorage", "float64", 8, Dtype::float64},
    StoredType{"BoolStorage", "bool", 1, Dtype::boolean},
    StoredType{"CharStorage", "int8", 1, Dtype::int8},
    StoredType{"ShortStorage", "int16", 2, Dtype::int16},
    StoredType{"IntStorage", "int32", 4, Dtype::int32},
    StoredType{"LongStorage", "int64", 8, Dtype::int64},
    StoredType{"ByteStorage", "uint8", 1, Dtype::uint8},
    StoredType{"", "uint16", 2, Dtype::uint16},
    StoredType{"", "uint32", 4, Dtype::uint32},
    StoredType{"", "uint64", 8, Dtype::uint64},
    StoredType{"ComplexFloatStorage", "complex64", 8, Dtype::complex64},
    StoredType{"ComplexDoubleStorage", "complex128", 16, Dtype::complex128},
    StoredType{"", "complex32", 4, {}},
    StoredType{"", "float8_e4m3fn", 1, Dtype::float8_e4m3fn},
    StoredType{"", "float8_e5m2", 1, Dtype::float8_e5m2},
    StoredType{"", "float8_e4m3fnuz", 1, {}},
    StoredType{"", "float8_e5m2fnuz", 1, {}},
    StoredType{"", "float8_e8m0fnu", 1, {}},
    StoredType{"QInt8Storage", "qint8", 1, {}},
    StoredType{"QUInt8Storage", "quint8", 1, {}},
    StoredType{"QInt32Storage", "qint32", 4, {}},
    StoredType{"QUInt4x2Storage", "quint4x2", 0, {}},
    StoredType{"QUInt2x4Storage", "quint2x4", 0, {}},
};

constexpr std::string_view torch_module = "torch ";

}  // namespace

const StoredType* type_of_storage(std::string_view global) {
  if (!global.starts_with(torch_module) || global.size() == torch_module.size()) return nullptr;
  const auto* const found =
      std::ranges::find(table, global.substr(torch_module.size()), &StoredType::storage);
  return found == table.end() ? nullptr : found;
}

const StoredType* type_of_dtype(std::string_view global) {
  if (!global.starts_with(torch_module)) return nullptr;
  const auto* const found = std::ranges::find(table, global.substr(torch_module.size()), &StoredType::name);
  return found == table.end() ? nullptr : found;
}

}  // namespace tcalc::pytorch
