// What a graph would do, without computing it: its nodes, which of them run in one pass over memory, and what
// that costs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/graph/plan.hpp>

namespace tcalc {

struct ExplainedNode {
  NodeId id = 0;
  std::string work;      // "matmul %0 %2"; of an operand its name, of a number its value
  std::string way = {};  // "operand", "view", "blas", "in blocks"; empty where there is no plan
  std::optional<std::size_t> pass = {};  // from 1: that it is computed in
};

// A pass in slabs: each of up to so many rows along the last of the leading axes.
struct ExplainedSlabs {
  NodeId node = 0;  // what they lead to
  int axes = 0;
  std::int64_t rows = 0, count = 0;
  std::int64_t bytes = 0;  // of what one thread holds between the nodes of a slab
};

// Nodes that the result needs, those before it first; costs where it can be planned.
struct ExplainedGraph {
  std::vector<ExplainedNode> nodes;
  std::vector<ExplainedSlabs> slabs = {};
  bool is_planned = false;
  std::size_t passes = 0;       // that read and write memory: contractions, groups, copies
  double flops = 0;             // of contractions, and one for each element of each function
  std::int64_t bytes_read = 0;  // by the passes
  std::int64_t bytes_written = 0;
  std::int64_t bytes_held = 0;  // at most, with the result
  int threads = 1;
  std::optional<double> seconds = {};  // expected; see graph/estimate.hpp
};

// Whether all sizes and dtypes that the result depends on are known.
bool can_be_planned(const Graph& graph, NodeId result);

ExplainedGraph explain(const Graph& graph, NodeId result, const std::optional<GraphPlan>& plan, int threads);

// "passes  1 over memory, ...", and a line each for work, memory and time; none where nothing is planned.
std::vector<std::string> cost_lines(const ExplainedGraph& explained);

std::string graph_text(const Graph& graph, const ExplainedGraph& explained);
std::string graph_json(const Graph& graph, const ExplainedGraph& explained, std::string_view expression);
// A whole SVG document, legible on light and on dark ground.
std::string graph_svg(const Graph& graph, const ExplainedGraph& explained, std::string_view expression);

}  // namespace tcalc
