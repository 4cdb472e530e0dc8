// The element types of PyTorch, by what its files call them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc::pytorch {

struct StoredType {
  std::string_view storage;    // "FloatStorage"; empty where it has none of its own
  std::string_view name;       // "float32", as torch has it
  std::int64_t bytes;          // of an element; 0 where several share a byte
  std::optional<Dtype> dtype;  // nothing for one that tcalc has not
};

// Null for what PyTorch has not. "torch FloatStorage" is of float32, "torch float32" that dtype.
const StoredType* type_of_storage(std::string_view global);
const StoredType* type_of_dtype(std::string_view global);

}  // namespace tcalc::pytorch
