#include <algorithm>
#include <app/calculate/truth.hpp>

#include <tcalc/core/element_index.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

NodeId without_all(const Graph& graph, NodeId node) {
  while (graph[node].name == "all" && graph[node].shape.rank() == 0) node = graph[node].inputs[0];
  return node;
}

std::optional<std::string> untruth_of(const TensorView& values) {
  const Tensor truth = converted(values, Dtype::boolean);
  const std::int64_t elements = count(truth.extents());
  const auto* bytes = reinterpret_cast<const Boolean*>(truth.data());
  const auto is_false = [](Boolean element) { return element.byte == 0; };
  const auto* wrong = std::find_if(bytes, bytes + elements, is_false);
  if (wrong == bytes + elements) return std::nullopt;
  if (truth.extents().empty()) return "is not true";
  return formatted("is not true at {}, the first of {} of {}",
                   index_text(index_at(truth.extents(), wrong - bytes)),
                   std::count_if(bytes, bytes + elements, is_false), elements);
}

}  // namespace tcalc::app
