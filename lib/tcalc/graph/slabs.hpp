// Ranges of rows that results which have the same leading axes are computed in, so that what lies between
// them never exists whole. Their size follows from shapes alone, and so does every bit.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

class Graph;
struct PlannedNode;

struct Slabs {
  Extents extents = {};                    // of the result, or of what all of it is reduced from
  int axes = 0;                            // leading ones; a slab has one index of each but the last of them
  std::int64_t rows = 0;                   // along the last one, at most
  std::vector<std::int64_t> buffers = {};  // bytes of those that one thread has for intermediate slabs

  std::int64_t buffer_bytes() const;
};

// A part of a result: some of its elements, in C order.
struct ElementRange {
  std::int64_t first = 0, count = 0;
};

std::int64_t slab_count(const Slabs& slabs);
// Of a result with these extents, the leading ones of which are those of all.
ElementRange slab(const Slabs& slabs, const Extents& extents, std::int64_t index);

// Says which slabs it and the nodes before it are computed in, along at most so many axes, and which of those
// share a buffer. Whether there are enough of them for threads to share out.
bool cut_into_slabs(PlannedNode& planned, const Graph& graph, int axes);

}  // namespace tcalc
