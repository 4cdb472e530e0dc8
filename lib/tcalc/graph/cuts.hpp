// Groups that follow one another, computed a slab of their results at a time: what passes between them never
// exists whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tcalc/graph/groups.hpp>

namespace tcalc {

// Bytes that pass between groups, from which on they are cut, and those of one thread's slabs at most: the
// first are beyond the caches, the second are little beside operands, and 512 rows of 4096 float32 fit.
inline constexpr std::int64_t least_cut_bytes = std::int64_t{2} << 20;
inline constexpr std::int64_t most_slab_bytes = std::int64_t{17} << 19;

// Groups in their order, the last of which gives the result; a single one is not cut.
struct GroupsTogether {
  std::vector<NodeGroup> groups;
  // Leading ones that all results have, at each index of which a group takes others' there; of a last one
  // that reduces all elements those of its operand.
  int axes = 0;
};

// All groups, in the order of the last ones. They are together where only the last one's values are needed by
// others, and follow from shapes alone.
std::vector<GroupsTogether> find_cuts(const Graph& graph, std::span<const NodeState> states,
                                      std::vector<NodeGroup> groups);

}  // namespace tcalc
