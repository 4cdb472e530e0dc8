#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/blocks/tree.hpp>
#include <tcalc/core/blocks_of.hpp>

namespace tcalc {

namespace {

// Blocks that a thread takes at a time: enough to make up for taking them, and some times for each thread.
std::int64_t blocks_at_a_time(std::int64_t blocks, int threads) {
  constexpr std::int64_t least = 16, most = 256, times = 8;
  return std::clamp(blocks / (threads * times), least, most);
}

// Calls work(runner, block) for each of the blocks, some of them at a time on one thread, with a runner of
// its own.
void share_out_blocks(const BlockProgram& program, std::int64_t blocks, int threads,
                      const std::function<void(BlockRunner&, std::int64_t)>& work, const Progress& progress) {
  const std::int64_t at_a_time = blocks_at_a_time(blocks, threads);
  const auto run = [&](std::int64_t piece, Scratch& scratch) {
    BlockRunner runner(program, scratch.left);
    const std::int64_t last = std::min(blocks, (piece + 1) * at_a_time);
    for (std::int64_t block = piece * at_a_time; block < last; ++block) work(runner, block);
  };
  share_out(block_count(blocks, at_a_time), threads, run, progress);
}

// Rows that are no longer than a leaf: as many of them as fill a block.
void reduce_short(const BlockProgram& program, const ReductionLoop& loop, std::int64_t rows,
                  std::int64_t length, int threads, std::byte* result, const Progress& progress) {
  const std::int64_t at_once = std::max<std::int64_t>(program.block_elements() / length, 1);
  const std::int64_t size = size_of(loop.operand), written = size_of(loop.result);
  const auto reduce = [&](BlockRunner& runner, std::int64_t block) {
    const std::int64_t first_row = block * at_once, count = std::min(at_once, rows - first_row);
    const std::byte* elements = runner.run(first_row * length, count * length);
    for (std::int64_t row = 0; row < count; ++row) {
      Accumulator accumulator;
      loop.leaf(elements + row * length * size, length, 0, accumulator.data());
      loop.finish(accumulator.data(), 1, length, result + (first_row + row) * written);
    }
  };
  share_out_blocks(program, block_count(rows, at_once), threads, reduce, progress);
}

// One row: its leaves are shared out, and combined afterwards.
void reduce_long(const BlockProgram& program, const ReductionLoop& loop, std::int64_t row,
                 std::int64_t length, int threads, std::byte* result, const Progress& progress) {
  const std::int64_t leaves = block_count(length, leaf_elements);
  std::vector<Leaf> memory(static_cast<std::size_t>(leaves));
  auto* const values = reinterpret_cast<std::byte*>(memory.data());
  const auto reduce = [&](BlockRunner& runner, std::int64_t leaf) {
    const std::int64_t first = leaf * leaf_elements, count = std::min(leaf_elements, length - first);
    loop.leaf(runner.run(row * length + first, count), count, first, values + leaf * loop.accumulator_bytes);
  };
  share_out_blocks(program, leaves, threads, reduce, progress);
  combine_leaves(loop, values, leaves, 1);
  loop.finish(values, 1, length, result);
}

}  // namespace

void run_blocks(const BlockProgram& program, std::int64_t elements, std::int64_t size, int threads,
                std::byte* result, const Progress& progress) {
  if (elements == 0) return;
  const std::int64_t each = program.block_elements();
  const auto run = [&](BlockRunner& runner, std::int64_t block) {
    const std::int64_t first = block * each;
    runner.run(first, std::min(each, elements - first), result + first * size);
  };
  share_out_blocks(program, block_count(elements, each), threads, run, progress);
}

void reduce_rows(const BlockProgram& program, const ReductionLoop& loop, std::int64_t rows,
                 std::int64_t length, int threads, std::byte* result, const Progress& progress) {
  const std::int64_t size = size_of(loop.result);
  if (rows == 0) return;
  if (loop.leaf_of_squares != nullptr) {
    if (const auto before = program.before_square()) {
      ReductionLoop of_squares = loop;
      of_squares.leaf = std::exchange(of_squares.leaf_of_squares, nullptr);
      return reduce_rows(*before, of_squares, rows, length, threads, result, progress);
    }
  }
  if (length == 0) {
    for (std::int64_t row = 0; row < rows; ++row) loop.empty(result + row * size);
  } else if (length <= leaf_elements) {
    reduce_short(program, loop, rows, length, threads, result, progress);
  } else {
    for (std::int64_t row = 0; row < rows; ++row) {
      const auto of_row = [&](double share) {
        if (progress) progress((static_cast<double>(row) + share) / static_cast<double>(rows));
      };
      reduce_long(program, loop, row, length, threads, result + row * size, of_row);
    }
  }
}

std::int64_t reduction_bytes(std::int64_t length) {
  if (length <= leaf_elements) return 0;
  return block_count(length, leaf_elements) * static_cast<std::int64_t>(sizeof(Leaf));
}

}  // namespace tcalc
