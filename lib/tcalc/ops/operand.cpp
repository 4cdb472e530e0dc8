#include <string_view>
#include <unordered_map>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/operand.hpp>

namespace tcalc {

std::string side_name(std::size_t place) {
  constexpr std::size_t letters = 26;
  const std::string letter(1, static_cast<char>('A' + place % letters));
  return place < letters ? letter : formatted("{}{}", letter, place / letters);
}

std::vector<std::string> distinct_names(std::span<const Operand> operands) {
  std::unordered_map<std::string_view, int> times;
  for (const Operand& operand : operands) ++times[operand.name];
  std::vector<std::string> names;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const std::string& name = operands[place].name;
    names.push_back(times[name] > 1 ? formatted("{} ({})", side_name(place), name) : name);
  }
  return names;
}

std::optional<Dtype> promoted(std::span<const Operand> operands) {
  std::vector<Dtype> dtypes;
  for (const Operand& operand : operands) {
    if (!operand.dtype) return std::nullopt;
    dtypes.push_back(*operand.dtype);
  }
  return result_type(dtypes);
}

std::optional<Dtype> promoted(const Operand& a, const Operand& b) {
  if (!a.dtype || !b.dtype) return std::nullopt;
  return promote(*a.dtype, *b.dtype);
}

}  // namespace tcalc
