#include <algorithm>
#include <vector>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/graph/share.hpp>
#include <tcalc/kernel/run_schedule.hpp>

namespace tcalc {

namespace {

bool goes_in_slabs(const PlannedNode& planned) { return !planned.before.empty(); }

// What a node that is no contraction alone is cut between: slabs, or ranges of elements.
std::int64_t unit_count(const Graph& graph, const PlannedNode& planned) {
  if (goes_in_slabs(planned)) return reduces_all(graph, graph[planned.node]) ? 1 : slab_count(planned.slabs);
  const std::int64_t elements = count(planned.layout.extents);
  return elements == 0 ? 1 : block_count(elements, range_unit(graph, planned));
}

const Plan& last_plan(const PlannedNode& planned) { return planned.schedule->steps.back().plan; }

bool is_product(const PlannedNode& planned) { return planned.schedule && !goes_in_slabs(planned); }

SlabRange units_of(const Graph& graph, const PlannedNode& planned, PartNumber part) {
  const std::int64_t units = unit_count(graph, planned), parts = std::min(units, part.count);
  if (part.index >= parts) return {units, 0};
  const std::int64_t first = units * part.index / parts;
  return {first, units * (part.index + 1) / parts - first};
}

ElementRange range_of(const Graph& graph, const PlannedNode& planned, PartNumber part) {
  const SlabRange units = units_of(graph, planned, part);
  const Extents& extents = planned.layout.extents;
  if (units.count == 0) return {};
  if (unit_count(graph, planned) == 1) return {0, count(extents)};
  if (goes_in_slabs(planned)) {
    const std::int64_t first = slab(planned.slabs, extents, units.first).first;
    const ElementRange last = slab(planned.slabs, extents, units.first + units.count - 1);
    return {first, last.first + last.count - first};
  }
  const std::int64_t unit = range_unit(graph, planned), first = units.first * unit;
  return {first, std::min(units.count * unit, count(extents) - first)};
}

}  // namespace

std::int64_t useful_parts(const Graph& graph, const PlannedNode& planned, std::int64_t parts) {
  if (is_product(planned)) return share_grid(last_plan(planned), parts).count();
  return std::min(parts, unit_count(graph, planned));
}

Share share_of(const Graph& graph, const PlannedNode& planned, PartNumber part) {
  if (is_product(planned)) return share_of(last_plan(planned), part);
  return range_of(graph, planned, part);
}

std::int64_t element_count(const Share& share) {
  if (const auto* range = std::get_if<ElementRange>(&share)) return range->count;
  const auto& piece = std::get<Piece>(share);
  return piece.batch_count * piece.m * piece.n;
}

std::int64_t resident_bytes(const Graph& graph, const PlannedNode& planned, PartNumber part) {
  constexpr std::int64_t page = 4096;
  std::int64_t bytes = 0;
  for_each_run(planned, share_of(graph, planned, part), [&](const ElementRange& run) {
    bytes += rounded_up(run.count * size_of(planned.layout.dtype), page);
  });
  return bytes;
}

void for_each_run(const PlannedNode& planned, const Share& share,
                  const std::function<void(const ElementRange& run)>& visit) {
  if (const auto* range = std::get_if<ElementRange>(&share)) {
    if (range->count > 0) visit(*range);
    return;
  }
  for_each_run(last_plan(planned), std::get<Piece>(share), [&](std::int64_t first, std::int64_t count) {
    visit({first, count});
  });
}

void compute_share(const Graph& graph, const PlannedNode& planned, PartNumber part, const ValuesOf& values,
                   std::byte* result, int threads, const Progress& progress, NodeId& current) {
  const Share share = share_of(graph, planned, part);
  if (element_count(share) == 0) return;
  if (is_product(planned)) {
    std::vector<TensorView> operands;
    for (const NodeId input : planned.inputs) operands.push_back(values(input));
    return run_share_of_schedule(*planned.schedule, std::get<Piece>(share), operands, result, threads,
                                 progress);
  }
  const auto& range = std::get<ElementRange>(share);
  if (!goes_in_slabs(planned))
    return compute_range(graph, planned, values, range, result + range.first * size_of(planned.layout.dtype),
                         threads, progress);
  if (unit_count(graph, planned) == 1)
    return compute_in_slabs(graph, planned, values, result, threads, progress, current);
  compute_slabs(graph, planned, values, units_of(graph, planned, part), result, threads, progress, current);
}

}  // namespace tcalc
