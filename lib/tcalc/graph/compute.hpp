// A planned node computed: the work of its group, as a whole or a slab at a time.
#pragma once

#include <cstddef>
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

}  // namespace tcalc
