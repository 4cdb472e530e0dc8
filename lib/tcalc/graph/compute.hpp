// A planned node computed: the work of its group, as a whole or a slab at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include <tcalc/graph/plan.hpp>
#include <tcalc/kernel/team.hpp>

namespace tcalc {

using ValuesOf = std::function<TensorView(NodeId)>;

// Stores the values of a node that nothing is computed before, C-contiguous. `values` are those of its
// inputs.
void compute_whole(const Graph& graph, const PlannedNode& planned, const ValuesOf& values, std::byte* result,
                   int threads, const Progress& progress);

// The same of a node with others before it; `values` are those of its outer_inputs. A slab of all of them is
// the work of one thread. What was worked on where an Error is thrown is `current`.
void compute_in_slabs(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                      std::byte* result, int threads, const Progress& progress, NodeId& current);

// Of the first, where it is no contraction, the elements of a range alone, at `result`. The range begins and
// ends where range_unit() says.
void compute_range(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                   const ElementRange& range, std::byte* result, int threads, const Progress& progress);
std::int64_t range_unit(const Graph& graph, const PlannedNode& planned);

// Of the second, where it does not reduce all elements, so many slabs alone; `result` is that of the whole.
struct SlabRange {
  std::int64_t first = 0, count = 0;
};
void compute_slabs(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                   const SlabRange& slabs, std::byte* result, int threads, const Progress& progress,
                   NodeId& current);

// A first part of that alone, on the thread that calls it, for a pass of groups: a slab, or some rows or
// elements. Returns the share of the whole that it is. `result` has room for first_part_bytes.
double compute_first_part(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                          std::byte* result, Scratch& scratch);
std::int64_t first_part_bytes(const Graph& graph, const PlannedNode& planned);

}  // namespace tcalc
