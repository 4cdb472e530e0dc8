#include <algorithm>
#include <array>

#include <tcalc/safetensors/dtypes.hpp>

namespace tcalc::safetensors {

namespace {

// In the order of the format's own enumeration (safetensors/src/tensor.rs, Dtype).
constexpr std::array table = {
    StoredType{"BOOL", 8, Dtype::boolean},
    StoredType{"F4", 4, {}},
    StoredType{"F6_E2M3", 6, {}},
    StoredType{"F6_E3M2", 6, {}},
    StoredType{"U8", 8, Dtype::uint8},
    StoredType{"I8", 8, Dtype::int8},
    StoredType{"F8_E5M2", 8, Dtype::float8_e5m2},
    StoredType{"F8_E4M3", 8, Dtype::float8_e4m3fn},
    StoredType{"F8_E8M0", 8, {}},
    StoredType{"F8_E4M3FNUZ", 8, {}},
    StoredType{"F8_E5M2FNUZ", 8, {}},
    StoredType{"I16", 16, Dtype::int16},
    StoredType{"U16", 16, Dtype::uint16},
    StoredType{"F16", 16, Dtype::float16},
    StoredType{"BF16", 16, Dtype::bfloat16},
    StoredType{"I32", 32, Dtype::int32},
    StoredType{"U32", 32, Dtype::uint32},
    StoredType{"F32", 32, Dtype::float32},
    StoredType{"C64", 64, Dtype::complex64},
    StoredType{"F64", 64, Dtype::float64},
    StoredType{"I64", 64, Dtype::int64},
    StoredType{"U64", 64, Dtype::uint64},
};

}  // namespace

const StoredType* find_type(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &StoredType::name);
  return found == table.end() ? nullptr : found;
}

const StoredType* type_of(Dtype dtype) {
  const auto* const found = std::ranges::find(table, std::optional(dtype), &StoredType::dtype);
  return found == table.end() ? nullptr : found;
}

int rank_of(const StoredType& type) { return static_cast<int>(&type - table.data()); }

}  // namespace tcalc::safetensors
