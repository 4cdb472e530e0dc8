// Which nodes are computed together: functions of elements that follow one another, in blocks that stay in
// cache, and the reduction that takes their result.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include <tcalc/blocks/block_program.hpp>
#include <tcalc/blocks/columns.hpp>
#include <tcalc/blocks/row_program.hpp>
#include <tcalc/graph/graph.hpp>
#include <tcalc/graph/node_state.hpp>

namespace tcalc {

// A node that gets values of its own, and those that are computed in its blocks: their values exist nowhere
// else.
struct NodeGroup {
  NodeId root = 0;
  std::vector<NodeId> members = {};  // without the root; ascending
};

// Of the nodes that are to be computed, ascending: groups in the order of their roots. A member has the shape
// of what the root walks over, and nobody else needs it; a group has as many members as keep its blocks in a
// second-level cache. Beside a root that is a function of elements a member may be the reduction of each row
// of those that is no longer than longest_row, its axis kept, and what follows from one element for each row.
std::vector<NodeGroup> find_groups(const Graph& graph, std::span<const NodeState> states,
                                   const std::vector<NodeId>& nodes);

// Whose values the group takes: as the root's work has them where it has no members, else each one once.
std::vector<NodeId> inputs_of(const Graph& graph, const NodeGroup& group);

// The blocks of a group whose root is a function of elements or a reduction: over the result's elements in C
// order; of a reduction those of its operand, rows that make one element of the result one after the other,
// or in C order where columns_of says so. `views` are those of its inputs, in their order.
BlockProgram block_program(const Graph& graph, const NodeGroup& group, std::span<const NodeId> inputs,
                           std::span<const TensorView> views);

// Whether members are reductions: then rows are computed, by row_program, and not blocks.
bool goes_by_rows(const Graph& graph, const NodeGroup& group);
RowProgram row_program(const Graph& graph, const NodeGroup& group, std::span<const NodeId> inputs,
                       std::span<const TensorView> views);

// Whether a node is one element, reduced from all of its operand's.
bool reduces_all(const Graph& graph, const Node& node);

// Rows of a reduction, and elements in each.
struct ReducedRows {
  std::int64_t rows = 1, length = 1;
};
ReducedRows rows_of(const Reduction& reduction, const Extents& operand);

// Of a reduction whose operands lie so that columns side by side are in the order of memory; nothing where
// rows are, or there is no loop for columns. The bits are the same.
std::optional<ReducedColumns> columns_of(const Graph& graph, const NodeGroup& group,
                                         std::span<const TensorView> views);

}  // namespace tcalc
