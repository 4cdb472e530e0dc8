#include <algorithm>

#include <tcalc/ops/operand.hpp>

namespace tcalc {

std::string side_name(std::size_t place) {
  constexpr std::size_t letters = 26;
  const std::string letter(1, static_cast<char>('A' + place % letters));
  return place < letters ? letter : letter + std::to_string(place / letters);
}

std::vector<std::string> distinct_names(std::span<const Operand> operands) {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const std::string& name = operands[place].name;
    const auto same =
        std::ranges::count_if(operands, [&](const Operand& other) { return other.name == name; });
    names.push_back(same > 1 ? side_name(place) + " (" + name + ")" : name);
  }
  return names;
}

std::optional<Dtype> promoted(std::span<const Operand> operands) {
  std::optional<Dtype> dtype;
  for (const Operand& operand : operands) {
    if (!operand.dtype) return std::nullopt;
    dtype = dtype ? promote(*dtype, *operand.dtype) : *operand.dtype;
  }
  return dtype;
}

std::optional<Dtype> promoted(const Operand& a, const Operand& b) {
  if (!a.dtype || !b.dtype) return std::nullopt;
  return promote(*a.dtype, *b.dtype);
}

}  // namespace tcalc
