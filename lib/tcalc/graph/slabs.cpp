#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/checked.hpp>
#include <tcalc/graph/cuts.hpp>
#include <tcalc/graph/plan.hpp>

namespace tcalc {

namespace {

// Intermediate slabs stay in a second-level cache, where products do not ask for more rows.
constexpr std::int64_t slab_bytes = std::int64_t{512} << 10;

// Fewer slabs would leave threads without work.
constexpr std::int64_t fewest_slabs = 4;

// A product of fewer rows packs its right operand too often.
constexpr std::int64_t rows_of_a_product = 256;

constexpr std::int64_t line = 64;  // bytes that a buffer is aligned to

int rank_of(const Extents& extents) { return static_cast<int>(extents.size()); }

std::int64_t product_of(const Extents& extents, int first, int last) {
  return std::accumulate(extents.begin() + first, extents.begin() + last, std::int64_t{1},
                         std::multiplies<>());
}

// Which buffer each result goes to: one that nobody needs any more, or that of an operand which is read for
// the last time and before the result's element is written.
class Buffers {
 public:
  Buffers(PlannedNode& last, const Graph& graph) : graph_(graph) {
    std::vector<PlannedNode>& before = last.before;
    for (std::size_t step = before.size() + 1; step-- > 0;) {
      const PlannedNode& planned = step < before.size() ? before[step] : last;
      // A view is there as long as somebody looks through it.
      const std::size_t use = planned.is_view ? last_uses_[planned.node] : step;
      for (const NodeId input : planned.inputs) {
        last_uses_[input] = std::max(last_uses_[input], use);
        if (planned.is_view) seen_through_.insert(input);
      }
    }
    for (std::size_t step = 0; step < before.size(); ++step) place(before[step], step);
  }

  std::vector<std::int64_t> bytes() && {
    std::vector<std::int64_t> bytes;
    for (const Buffer& buffer : buffers_) bytes.push_back(buffer.bytes);
    return bytes;
  }

 private:
  struct Buffer {
    std::int64_t bytes;
    NodeId node;  // whose slab is in it
  };

  void place(PlannedNode& planned, std::size_t step) {
    if (planned.is_view) return;
    const auto is_free = [&](const Buffer& buffer) {
      const std::size_t last_use = last_uses_.at(buffer.node);
      return last_use < step || (last_use == step && is_read_before(planned, buffer.node));
    };
    auto found = std::ranges::find_if(buffers_, is_free);
    if (found == buffers_.end()) found = buffers_.insert(found, {0, 0});
    *found = {std::max(found->bytes, planned.result_bytes), planned.node};
    planned.buffer = static_cast<std::size_t>(found - buffers_.begin());
  }

  // A block's last step, the only one that writes to the result, reads what other steps gave.
  bool is_read_before(const PlannedNode& planned, NodeId operand) const {
    const Node& node = graph_[planned.node];
    const auto* work = node.get_if<Elementwise>();
    if (work == nullptr || work->run == nullptr) return false;
    const Node& read = graph_[operand];
    return read.shape == node.shape && size_of(*read.dtype) == size_of(*node.dtype) &&
           !seen_through_.contains(operand) &&
           std::ranges::find(planned.inputs, operand) != planned.inputs.end() &&
           std::ranges::find(node.inputs, operand) == node.inputs.end();
  }

  const Graph& graph_;
  std::map<NodeId, std::size_t> last_uses_;
  std::set<NodeId> seen_through_;  // by views
  std::vector<Buffer> buffers_;
};

// Rows of slabs that make whole pieces of a product, so that the BLAS, which rounds by an element's place in
// a piece, gives the bits that it gives the whole; and as many as pay.
struct SlabRows {
  std::int64_t unit = 1;  // a power of two
  std::int64_t wanted = 1;
  std::int64_t leaf = 1;  // that make whole leaves of what is reduced at the end; the unit is a multiple
};

void add_product(SlabRows& rows, const Plan& plan, const Extents& extents, int axes) {
  const Piece row = part_of(plan, 0, product_of(extents, axes, rank_of(extents)));
  const BlockSizes block = block_sizes(plan);
  for (const auto& [own, all, size] :
       {std::tuple(row.m, plan.m_size, block.m), std::tuple(row.n, plan.n_size, block.n)}) {
    if (own == all) continue;
    if (plan.kernel == Kernel::blas) rows.unit = std::max(rows.unit, size / std::gcd(size, own));
    rows.wanted = std::max(rows.wanted, block_count(rows_of_a_product, own));
  }
}

// Of slabs whose rows take so many bytes, cut from `outer` times `along` rows.
std::int64_t rows_of_slabs(const SlabRows& units, std::int64_t bytes, std::int64_t along,
                           std::int64_t outer) {
  const std::int64_t unit = units.unit, cached = slab_bytes / bytes / unit * unit;
  std::int64_t rows = std::min(std::max({cached, rounded_up(units.wanted, unit), std::int64_t{1}}), along);
  const std::int64_t slabs_along = block_count(fewest_slabs, outer);
  if (along / rows < slabs_along) rows = std::max(along / slabs_along / unit * unit, std::min(unit, along));
  if (rows <= most_slab_bytes / bytes) return rows;
  // Beyond that memory counts for more than the BLAS's last bits in the whole.
  const std::int64_t tile = std::max<std::int64_t>(units.leaf, 8);
  rows = std::max<std::int64_t>(most_slab_bytes / bytes, 1);
  return rows > tile ? rows / tile * tile : rows;
}

}  // namespace

std::int64_t Slabs::buffer_bytes() const {
  std::int64_t bytes = 0;
  for (const std::int64_t buffer : buffers) bytes = saturating_add(bytes, buffer);
  return bytes;
}

std::int64_t slab_count(const Slabs& slabs) {
  const Extents& extents = slabs.extents;
  const std::int64_t along = extents[static_cast<std::size_t>(slabs.axes - 1)];
  return product_of(extents, 0, slabs.axes - 1) * ((along + slabs.rows - 1) / slabs.rows);
}

ElementRange slab(const Slabs& slabs, const Extents& extents, std::int64_t index) {
  const std::int64_t along = extents[static_cast<std::size_t>(slabs.axes - 1)];
  const std::int64_t each = (along + slabs.rows - 1) / slabs.rows;
  const std::int64_t first = index % each * slabs.rows;
  const std::int64_t row = product_of(extents, slabs.axes, rank_of(extents));
  return {(index / each * along + first) * row, std::min(slabs.rows, along - first) * row};
}

bool cut_into_slabs(PlannedNode& planned, const Graph& graph, int axes) {
  const Node& node = graph[planned.node];
  const bool of_leaves = reduces_all(graph, node);
  Slabs slabs;
  slabs.extents = of_leaves ? graph[node.inputs[0]].shape.extents() : planned.layout.extents;
  const Extents& extents = slabs.extents;
  slabs.buffers = Buffers(planned, graph).bytes();
  const std::int64_t whole = slabs.buffer_bytes();
  const auto row_bytes = [&](int along) {
    return std::max<std::int64_t>(whole / product_of(extents, 0, along), 1);
  };
  while (axes > 1 && row_bytes(axes - 1) <= slab_bytes) --axes;
  while (of_leaves && axes > 1 && product_of(extents, axes - 1, rank_of(extents)) % leaf_elements != 0)
    --axes;
  slabs.axes = axes;

  SlabRows rows;
  if (of_leaves)
    rows.leaf = leaf_elements / std::gcd(leaf_elements, product_of(extents, axes, rank_of(extents)));
  rows.unit = rows.leaf;
  const auto add = [&](const PlannedNode& step) {
    if (step.schedule)
      add_product(rows, step.schedule->steps.front().plan, graph[step.node].shape.extents(), axes);
  };
  for (const PlannedNode& step : planned.before) add(step);
  add(planned);
  slabs.rows = rows_of_slabs(rows, row_bytes(axes), extents[static_cast<std::size_t>(axes - 1)],
                             product_of(extents, 0, axes - 1));
  for (std::int64_t& buffer : slabs.buffers)
    buffer = rounded_up(buffer / product_of(extents, 0, axes) * slabs.rows, line);
  const bool whole_leaves =
      slabs.rows % rows.leaf == 0 || slabs.rows == extents[static_cast<std::size_t>(axes - 1)];
  if (!whole_leaves || slab_count(slabs) < fewest_slabs) return false;
  planned.slabs = std::move(slabs);
  return true;
}

}  // namespace tcalc
