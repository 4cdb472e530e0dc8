// The element types of safetensors, by the names that its headers have.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc::safetensors {

struct StoredType {
  std::string_view name;       // "BF16"
  std::int64_t bits;           // of an element
  std::optional<Dtype> dtype;  // nothing for one that tcalc has not
};

// Null for a name that the format has not.
const StoredType* find_type(std::string_view name);

// What a dtype is called; null for one that the format has not, complex128.
const StoredType* type_of(Dtype dtype);

// The place of a type among the others: writers sort by it, so that wider elements come first and all are
// aligned.
int rank_of(const StoredType& type);

}  // namespace tcalc::safetensors
