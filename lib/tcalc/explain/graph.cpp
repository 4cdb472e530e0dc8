#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/costs_text.hpp>
#include <tcalc/explain/graph.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc {

namespace {

std::string name_of(NodeId id) { return formatted("%{}", id); }

std::string work_of(const Node& node) {
  const auto* constant = node.get_if<Constant>();
  if (constant != nullptr && constant->value.extents().empty()) {
    std::string value;
    text::print_array(constant->value.view(), {}, [&](std::string_view piece) { value += piece; });
    return value;
  }
  std::string text = node.name;
  for (const NodeId input : node.inputs) text += " " + name_of(input);
  return text;
}

std::set<NodeId> needed_for(const Graph& graph, NodeId result) {
  std::set<NodeId> needed = {result};
  std::vector<NodeId> open = {result};
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    for (const NodeId input : graph[id].inputs) {
      if (needed.insert(input).second) open.push_back(input);
    }
  }
  return needed;
}

std::int64_t bytes_of(const TensorView& view) {
  return checked_multiply(count(view.extents), size_of(view.dtype)).value_or(INT64_MAX);
}

// A function of elements does one operation on each; a conversion none.
double flops_of(const Graph& graph, const Node& node) {
  if (node.get_if<Reduction>() != nullptr)
    return static_cast<double>(count(graph[node.inputs[0]].shape.extents()));
  const auto* elementwise = node.get_if<Elementwise>();
  if (elementwise == nullptr || elementwise->run == nullptr) return 0;
  return static_cast<double>(count(node.shape.extents()));
}

class Explainer {
 public:
  Explainer(const Graph& graph, int threads) : graph_(graph), threads_(threads) {}

  ExplainedGraph explain(NodeId result, const std::optional<GraphPlan>& plan) {
    if (plan) {
      explained_.is_planned = true;
      explained_.threads = threads_;
      for (const PlannedNode& planned : plan->nodes) add(planned);
    }
    for (const NodeId id : needed_for(graph_, result)) {
      ExplainedNode node = {id, work_of(graph_[id]), ways_[id]};
      if (graph_[id].is_leaf()) node.way = "operand";
      if (const auto pass = passes_.find(id); pass != passes_.end()) node.pass = pass->second;
      explained_.nodes.push_back(std::move(node));
    }
    return std::move(explained_);
  }

 private:
  void add(const PlannedNode& planned) {
    const std::int64_t held =
        saturating_add(saturating_add(planned.held_bytes, planned.operand_bytes),
                       saturating_add(planned.result_bytes, planned.intermediate_bytes));
    const std::int64_t scratch = checked_multiply(planned.scratch_bytes, threads_).value_or(INT64_MAX);
    explained_.bytes_held = std::max(explained_.bytes_held, saturating_add(held, scratch));
    explained_.passes += planned.is_view ? 0 : 1;
    std::set<NodeId> read_before;
    for (const PlannedNode& step : planned.before) {
      add_group(step, read_before);
      ways_[step.node] += ", in slabs of " + name_of(planned.node);
      read_before.insert(step.node);
    }
    add_group(planned, read_before);
    if (!planned.before.empty()) {
      const Slabs& slabs = planned.slabs;
      explained_.slabs.push_back(
          {planned.node, slabs.axes, slabs.rows, slab_count(slabs), slabs.buffer_bytes()});
      ways_[planned.node] += formatted(", in {} slabs", explained_.slabs.back().count);
    }
    explained_.bytes_written = saturating_add(explained_.bytes_written, planned.result_bytes);
  }

  // What is in cache, because it was read before or is a slab, is not read from memory.
  void add_group(const PlannedNode& planned, std::set<NodeId>& read_before) {
    ways_[planned.node] = way_of(graph_, planned);
    if (planned.is_view) return;
    passes_[planned.node] = explained_.passes;
    for (std::size_t place = 0; place < planned.inputs.size(); ++place) {
      if (read_before.insert(planned.inputs[place]).second)
        explained_.bytes_read = saturating_add(explained_.bytes_read, bytes_of(planned.operands[place]));
    }
    explained_.flops += planned.schedule ? planned.schedule->flops : flops_of(graph_, graph_[planned.node]);
    for (const NodeId member : planned.members) {
      ways_[member] = (ways_[planned.node] == "in rows" ? "in the rows of " : "in the blocks of ") +
                      name_of(planned.node);
      passes_[member] = explained_.passes;
      explained_.flops += flops_of(graph_, graph_[member]);
    }
  }

  const Graph& graph_;
  int threads_;
  ExplainedGraph explained_;
  std::map<NodeId, std::string> ways_;
  std::map<NodeId, std::size_t> passes_;
};

std::string amount_text(double amount) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", amount);
  return text;
}

}  // namespace

bool can_be_planned(const Graph& graph, NodeId result) {
  return std::ranges::all_of(needed_for(graph, result), [&](NodeId id) {
    const bool is_number = graph[id].is_leaf() && graph[id].name == "number";  // that depends on names
    return graph[id].shape.is_known() && graph[id].dtype && !is_number;
  });
}

ExplainedGraph explain(const Graph& graph, NodeId result, const std::optional<GraphPlan>& plan, int threads) {
  return Explainer(graph, threads).explain(result, plan);
}

std::vector<std::string> cost_lines(const ExplainedGraph& explained) {
  if (!explained.is_planned) return {};
  std::vector<std::string> lines = {
      formatted("passes  {} over memory, which read {} and write {}", explained.passes,
                os::format_bytes(explained.bytes_read), os::format_bytes(explained.bytes_written)),
      formatted("work    {} FLOPs", amount_text(explained.flops)),
      formatted("memory  {} held at most", os::format_bytes(explained.bytes_held))};
  if (explained.seconds)
    lines.push_back(formatted("time    about {} on this machine with {}", seconds_text(*explained.seconds),
                              counted(explained.threads, "thread")));
  return lines;
}

std::string graph_text(const Graph& graph, const ExplainedGraph& explained) {
  std::vector<text::TableRow> rows;
  for (const ExplainedNode& node : explained.nodes) {
    const Node& own = graph[node.id];
    rows.push_back({name_of(node.id), node.work, own.shape.text(),
                    own.dtype ? std::string(tcalc::name_of(*own.dtype)) : "",
                    node.pass ? formatted("pass {}", *node.pass) : "", node.way});
  }
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::string text;
  for (const text::TableRow& row : rows)
    text += "  " + text::table_line(row, widths, std::vector<bool>(widths.size(), false)) + "\n";
  const std::vector<std::string> costs = cost_lines(explained);
  if (!costs.empty()) text += "\n";
  for (const std::string& line : costs) text += "  " + line + "\n";
  return text;
}

std::string graph_json(const Graph& graph, const ExplainedGraph& explained, std::string_view expression) {
  using text::Json;
  Json nodes = Json::array();
  for (const ExplainedNode& node : explained.nodes) {
    const Node& own = graph[node.id];
    Json entry = {{"id", node.id},
                  {"name", own.name},
                  {"inputs", own.inputs},
                  {"shape", text::json_of(own.shape.dims())}};
    if (own.dtype) entry["dtype"] = tcalc::name_of(*own.dtype);
    if (!node.way.empty()) entry["way"] = node.way;
    if (node.pass) entry["pass"] = *node.pass;
    nodes.push_back(std::move(entry));
  }
  Json whole = {{"expression", expression}, {"nodes", std::move(nodes)}};
  for (const ExplainedSlabs& slabs : explained.slabs) {
    whole["slabs"].push_back({{"node", slabs.node},
                              {"axes", slabs.axes},
                              {"rows", slabs.rows},
                              {"count", slabs.count},
                              {"bytes", slabs.bytes}});
  }
  if (explained.is_planned) {
    whole["passes"] = explained.passes;
    whole["flops"] = explained.flops;
    whole["bytes_read"] = explained.bytes_read;
    whole["bytes_written"] = explained.bytes_written;
    whole["bytes_held"] = explained.bytes_held;
    whole["threads"] = explained.threads;
    if (explained.seconds) whole["seconds"] = *explained.seconds;
  }
  return text::json_text(whole);
}

}  // namespace tcalc
