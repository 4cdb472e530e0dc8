// An operand as a rule sees it: no data.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

// The name is how messages call it: "A", "weights.npy".
struct Operand {
  std::string name;
  Shape shape;
  std::optional<Dtype> dtype = std::nullopt;  // where it is known
  std::string word = {};  // what to type for it in a shell; empty where that is nothing: a program's name
};

// How an operand is called by its place: A, B, ..., Z, A1, B1, ...
std::string side_name(std::size_t place);

// The operands' names; "A (weights.npy)" where the same file is there twice, and they must be told apart.
std::vector<std::string> distinct_names(std::span<const Operand> operands);

// numpy.result_type of the operands; nothing where one of them has no dtype.
std::optional<Dtype> promoted(std::span<const Operand> operands);
std::optional<Dtype> promoted(const Operand& a, const Operand& b);

}  // namespace tcalc
