#include <tcalc/shape/contraction.hpp>

namespace tcalc {

std::vector<Dim> Contraction::result_dims() const {
  std::vector<Dim> dims;
  dims.reserve(result.size());
  for (const int label : result) dims.push_back(labels[static_cast<std::size_t>(label)].extent);
  return dims;
}

std::string einsum_text(const Contraction& contraction) {
  std::vector<int> rank_of(contraction.labels.size(), -1);
  int used = 0;
  std::string text;
  const auto append = [&](const std::vector<int>& labels) {
    for (const int label : labels) {
      int& rank = rank_of[static_cast<std::size_t>(label)];
      if (rank < 0) rank = used++;
      if (rank < 26)
        text += static_cast<char>('a' + rank);
      else if (rank < 52)
        text += static_cast<char>('A' + rank - 26);
      else
        text += '[' + std::to_string(rank + 1) + ']';
    }
  };
  append(contraction.a);
  text += ',';
  append(contraction.b);
  text += "->";
  append(contraction.result);
  return text;
}

}  // namespace tcalc
