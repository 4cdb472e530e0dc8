#include <algorithm>
#include <optional>
#include <vector>

#include <tcalc/blocks/columns.hpp>
#include <tcalc/blocks/tree.hpp>
#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/checked.hpp>

namespace tcalc {

namespace {

// Of a tile: what is computed is rows of a few cache lines in buffers that stay in L2; what is in memory is
// read as it lies there.
constexpr std::int64_t most_columns = 256, most_columns_in_memory = 1024;

// Columns of a tile, so that there are some tiles for each thread. No bit depends on it.
std::int64_t tile_columns(const BlockProgram& program, const ReducedColumns& extents, std::int64_t leaves,
                          int threads) {
  constexpr std::int64_t tiles_of_thread = 4;
  std::int64_t columns = program.in_memory() != nullptr ? most_columns_in_memory : most_columns;
  const auto tiles = [&] { return extents.outer * block_count(extents.inner, columns) * leaves; };
  while (columns > most_columns && tiles() < threads * tiles_of_thread) columns /= 2;
  return columns;
}

// Columns `first_column` to `first_column + width - 1` of one outer index.
struct Tile {
  std::int64_t outer, first_column, width;
};

// Rows of a tile on one thread: where they are in memory, or computed into a buffer.
class TileRows {
 public:
  TileRows(const BlockProgram& program, const ReductionLoop& loop, const ReducedColumns& extents,
           const Tile& tile, Scratch& scratch)
      : memory_(program.in_memory()),
        size_(size_of(loop.operand)),
        extents_(extents),
        tile_(tile),
        buffer_(memory_ != nullptr ? nullptr
                                   : scratch.right.get<std::byte>(column_rows * most_columns * size_)) {
    if (memory_ == nullptr) runner_.emplace(program, scratch.left);
  }

  // `rows` <= column_rows of them; their distance in elements is stride().
  const std::byte* read(std::int64_t first_row, std::int64_t rows) {
    if (memory_ != nullptr) return memory_ + place_of(first_row) * size_;
    if (tile_.width == extents_.inner) {
      const std::int64_t all = rows * tile_.width;
      for (std::int64_t done = 0; done < all; done += least_block_elements)
        runner_->run(place_of(first_row) + done, std::min(least_block_elements, all - done),
                     buffer_ + done * size_);
    } else {
      for (std::int64_t row = 0; row < rows; ++row)
        runner_->run(place_of(first_row + row), tile_.width, buffer_ + row * tile_.width * size_);
    }
    return buffer_;
  }
  std::int64_t stride() const { return memory_ != nullptr ? extents_.inner : tile_.width; }

 private:
  std::int64_t place_of(std::int64_t row) const {
    return (tile_.outer * extents_.length + row) * extents_.inner + tile_.first_column;
  }

  std::optional<BlockRunner> runner_;
  const std::byte* memory_;
  std::int64_t size_;
  const ReducedColumns& extents_;
  const Tile& tile_;
  std::byte* buffer_;
};

// The leaf of each column of a tile, halved as leaf() halves a row.
class LeafOfColumns {
 public:
  LeafOfColumns(const ReductionLoop& loop, TileRows& rows, std::int64_t width)
      : loop_(loop), rows_(rows), width_(width) {}

  void compute(std::int64_t first, std::int64_t count, std::byte* accumulators) {
    if (count <= column_rows) {
      loop_.columns(rows_.read(first, count), rows_.stride(), count, width_, first, accumulators);
      return;
    }
    const std::int64_t half = first_half(count);
    compute(first, half, accumulators);
    std::vector<Leaf> others(
        static_cast<std::size_t>(block_count(width_ * loop_.accumulator_bytes, sizeof(Leaf))));
    auto* right = reinterpret_cast<std::byte*>(others.data());
    compute(first + half, count - half, right);
    loop_.combine(accumulators, right, width_);
  }

 private:
  const ReductionLoop& loop_;
  TileRows& rows_;
  std::int64_t width_;
};

}  // namespace

void reduce_columns(const BlockProgram& program, const ReductionLoop& loop, const ReducedColumns& extents,
                    int threads, std::byte* result, const Progress& progress) {
  const std::int64_t leaves = block_count(extents.length, leaf_elements),
                     tile_width = tile_columns(program, extents, leaves, threads),
                     tiles = block_count(extents.inner, tile_width);
  const std::int64_t columns = extents.outer * extents.inner, written = size_of(loop.result);
  // By leaf, then by column; of one leaf they are each thread's own.
  std::vector<Leaf> memory(static_cast<std::size_t>(block_count(column_bytes(loop, extents), sizeof(Leaf))));
  auto* const accumulators = reinterpret_cast<std::byte*>(memory.data());
  const auto reduce = [&](std::int64_t piece, Scratch& scratch) {
    // In the order of memory, so that a file is read once.
    const std::int64_t leaf = piece / tiles % leaves, first_column = piece % tiles * tile_width;
    const Tile tile = {piece / tiles / leaves, first_column,
                       std::min(tile_width, extents.inner - first_column)};
    TileRows rows(program, loop, extents, tile, scratch);
    const std::int64_t first = leaf * leaf_elements, place = tile.outer * extents.inner + first_column;
    std::byte* const to = leaves == 1 ? scratch.sums.get<std::byte>(tile_width * loop.accumulator_bytes)
                                      : accumulators + (leaf * columns + place) * loop.accumulator_bytes;
    LeafOfColumns(loop, rows, tile.width).compute(first, std::min(leaf_elements, extents.length - first), to);
    if (leaves == 1) loop.finish(to, tile.width, extents.length, result + place * written);
  };
  share_out(extents.outer * tiles * leaves, threads, reduce, progress);
  if (leaves == 1) return;
  combine_leaves(loop, accumulators, leaves, columns);
  loop.finish(accumulators, columns, extents.length, result);
}

std::int64_t column_bytes(const ReductionLoop& loop, const ReducedColumns& extents) {
  if (extents.length <= leaf_elements) return 0;
  const auto leaves =
      checked_multiply(extents.outer * extents.inner, block_count(extents.length, leaf_elements));
  const auto bytes = leaves ? checked_multiply(*leaves, loop.accumulator_bytes) : std::nullopt;
  return bytes.value_or(INT64_MAX);
}

std::int64_t column_scratch_bytes(const ReductionLoop& loop) {
  return most_columns * column_rows * size_of(loop.operand) + most_columns_in_memory * loop.accumulator_bytes;
}

}  // namespace tcalc
