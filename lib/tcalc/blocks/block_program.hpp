// Elementwise functions that follow one another, run together over blocks that stay in cache.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/blocks/reader.hpp>
#include <tcalc/core/convert.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/kernel/scratch.hpp>

namespace tcalc {

inline constexpr std::int64_t least_block_elements = 2048;

// Steps on blocks of one result. A slot holds a block of one operand or of what a step gives.
class BlockProgram {
 public:
  // An operand with the extents of the result. Returns its slot.
  int add_input(const TensorView& view);
  // What `from` holds as another dtype; the same slot where it has that dtype already.
  int add_conversion(int from, Dtype dtype);
  int add_step(ElementBlocks* run, const std::vector<int>& operands, Dtype result);

  // What run() gives: the block of that slot.
  void finish(int slot) { last_ = slot; }
  // Element 0 is this one of the operands' from now on: a part of a result is computed as a whole is.
  void begin_at(std::int64_t element) { begin_ = element; }

  // Where the last step squares a slot: the program that ends with that slot.
  std::optional<BlockProgram> before_square() const;

  Dtype dtype(int slot) const { return slots_[static_cast<std::size_t>(slot)]; }
  // Elements that are computed at once: as many as fill some KiB of the widest slot.
  std::int64_t block_elements() const;
  // Bytes of the buffers that one thread needs.
  std::int64_t scratch_bytes() const;
  // Where the elements are, one after the other, when there is nothing to compute; else null.
  const std::byte* in_memory() const;

 private:
  friend class BlockRunner;

  struct Input {
    int slot;
    Reader reader;
  };
  struct Step {
    ElementBlocks* run = nullptr;
    Converter convert = nullptr;
    std::vector<int> operands;
    int slot;
  };

  std::vector<Dtype> slots_;
  std::vector<Input> inputs_;
  std::vector<Step> steps_;
  int last_ = 0;
  std::int64_t begin_ = 0;
};

// Runs a program on one thread, in a buffer that nobody else uses meanwhile.
class BlockRunner {
 public:
  BlockRunner(const BlockProgram& program, Buffer& memory);

  // The elements `first` to `first + count - 1`, count <= block_elements(), of the slot that the program ends
  // with: a block of them, valid until the next call; in `result` where that is not null.
  const std::byte* run(std::int64_t first, std::int64_t count, std::byte* result = nullptr);

 private:
  std::byte* buffer(int slot) { return buffers_[static_cast<std::size_t>(slot)]; }

  const BlockProgram& program_;
  std::vector<BlockProgram::Input> inputs_;  // this thread's own, each at a place of its own
  std::vector<std::byte*> buffers_;          // by slot
  std::vector<const std::byte*> blocks_;     // by slot
};

}  // namespace tcalc
