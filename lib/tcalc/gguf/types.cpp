#include <algorithm>
#include <array>

#include <tcalc/core/formatted.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/gguf/types.hpp>

namespace tcalc::gguf {

namespace {

constexpr std::int64_t small_block = 32;
constexpr std::int64_t scale_bytes = 2;

float scale_of(const std::byte* block, bool swapped) {
  return static_cast<float>(load<Half>(block, swapped));
}

// A float16 scale, and 32 signed bytes.
void dequantise_q8_0(const std::byte* block, bool swapped, float* elements) {
  const float scale = scale_of(block, swapped);
  for (std::int64_t i = 0; i < small_block; ++i)
    elements[i] = scale * static_cast<float>(load<std::int8_t>(block + scale_bytes + i, false));
}

// A float16 scale, and 32 halves of bytes that are 8 too large: the lower halves come first.
void dequantise_q4_0(const std::byte* block, bool swapped, float* elements) {
  constexpr int zero = 8;
  const float scale = scale_of(block, swapped);
  for (std::int64_t i = 0; i < small_block / 2; ++i) {
    const int both = std::to_integer<int>(block[scale_bytes + i]);
    elements[i] = scale * static_cast<float>((both & 15) - zero);
    elements[i + small_block / 2] = scale * static_cast<float>((both >> 4) - zero);
  }
}

constexpr std::array table = {
    StoredType{0, "F32", 1, 4, Dtype::float32},
    StoredType{1, "F16", 1, 2, Dtype::float16},
    StoredType{2, "Q4_0", small_block, 18, Dtype::float32, dequantise_q4_0},
    StoredType{3, "Q4_1", small_block, 20, {}},
    StoredType{6, "Q5_0", small_block, 22, {}},
    StoredType{7, "Q5_1", small_block, 24, {}},
    StoredType{8, "Q8_0", small_block, 34, Dtype::float32, dequantise_q8_0},
    StoredType{9, "Q8_1", small_block, 36, {}},
    StoredType{10, "Q2_K", 256, 84, {}},
    StoredType{11, "Q3_K", 256, 110, {}},
    StoredType{12, "Q4_K", 256, 144, {}},
    StoredType{13, "Q5_K", 256, 176, {}},
    StoredType{14, "Q6_K", 256, 210, {}},
    StoredType{15, "Q8_K", 256, 292, {}},
    StoredType{16, "IQ2_XXS", 256, 66, {}},
    StoredType{17, "IQ2_XS", 256, 74, {}},
    StoredType{18, "IQ3_XXS", 256, 98, {}},
    StoredType{19, "IQ1_S", 256, 50, {}},
    StoredType{20, "IQ4_NL", small_block, 18, {}},
    StoredType{21, "IQ3_S", 256, 110, {}},
    StoredType{22, "IQ2_S", 256, 82, {}},
    StoredType{23, "IQ4_XS", 256, 136, {}},
    StoredType{24, "I8", 1, 1, Dtype::int8},
    StoredType{25, "I16", 1, 2, Dtype::int16},
    StoredType{26, "I32", 1, 4, Dtype::int32},
    StoredType{27, "I64", 1, 8, Dtype::int64},
    StoredType{28, "F64", 1, 8, Dtype::float64},
    StoredType{29, "IQ1_M", 256, 56, {}},
    StoredType{30, "BF16", 1, 2, Dtype::bfloat16},
    StoredType{34, "TQ1_0", 256, 54, {}},
    StoredType{35, "TQ2_0", 256, 66, {}},
    StoredType{39, "MXFP4", small_block, 17, {}},
    StoredType{40, "NVFP4", 64, 36, {}},
};

}  // namespace

const StoredType* find_type(std::uint32_t number) {
  const auto* const found = std::ranges::find(table, number, &StoredType::number);
  return found == table.end() ? nullptr : found;
}

std::string name_of_type(std::uint32_t number) {
  const StoredType* type = find_type(number);
  return type == nullptr ? formatted("type {}", number) : std::string(type->name);
}

std::string readable_types() {
  std::string names;
  for (const StoredType& type : table) {
    if (type.dtype) names += (names.empty() ? "" : ", ") + std::string(type.name);
  }
  return names;
}

}  // namespace tcalc::gguf
