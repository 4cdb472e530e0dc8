// A result that several processes compute together: which of its elements are one's own, and computing them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <variant>

#include <tcalc/graph/compute.hpp>
#include <tcalc/graph/plan.hpp>
#include <tcalc/plan/share.hpp>

namespace tcalc {

// Of a contraction a rectangle; of all else elements that follow one another.
using Share = std::variant<ElementRange, Piece>;

// How many of so many parts have something to do for the last node of a plan: at least one.
std::int64_t useful_parts(const Graph& graph, const PlannedNode& planned, std::int64_t parts);

// The share of a part: nothing, for those beyond useful_parts(). All shares are disjoint and together the
// whole result; each has the bits of the whole.
Share share_of(const Graph& graph, const PlannedNode& planned, PartNumber part);

// Elements of a share.
std::int64_t element_count(const Share& share);

// Bytes of memory that it takes where the whole result has addresses: whole pages.
std::int64_t resident_bytes(const Graph& graph, const PlannedNode& planned, PartNumber part);

// Calls visit with each run of a share's elements that follow one another in the result, in C order.
void for_each_run(const PlannedNode& planned, const Share& share,
                  const std::function<void(const ElementRange& run)>& visit);

// Stores the elements of a part's share where they belong in the whole result, C-contiguous at `result`, and
// touches no others. As compute_whole and compute_in_slabs.
void compute_share(const Graph& graph, const PlannedNode& planned, PartNumber part, const ValuesOf& values,
                   std::byte* result, int threads, const Progress& progress, NodeId& current);

}  // namespace tcalc
