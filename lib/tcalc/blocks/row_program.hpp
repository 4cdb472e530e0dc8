// Functions of elements and reductions of rows that follow one another, run together over whole rows that
// stay in cache: softmax reads its operand once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tcalc/blocks/reader.hpp>
#include <tcalc/core/convert.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/reduction/function.hpp>

namespace tcalc {

// Elements of a row, at most: what a step gives of it stays in a second-level cache.
inline constexpr std::int64_t longest_row = 16384;

// Steps on some rows of one result. A slot holds what a step gives or an operand is: an element for each
// place of the rows, or one for each row.
class RowProgram {
 public:
  // 1 <= length <= longest_row.
  explicit RowProgram(std::int64_t length) : length_(length) {}

  // An operand with the extents of the result, or with one element for each row. Returns its slot.
  int add_input(const TensorView& view, bool per_row);
  // What `from` holds as another dtype, or each element of a row's slot for all places of the row; the same
  // slot where that is so already.
  int add_conversion(int from, Dtype dtype);
  int add_spread(int from);
  // Operands are all for each place, or all for each row.
  int add_step(ElementBlocks* run, const std::vector<int>& operands, Dtype result);
  int add_reduction(const ReductionLoop& loop, int operand);

  // What run_rows() writes.
  void finish(int slot);
  // Row 0 is this one of the operands' from now on: a part of a result is computed as a whole is.
  void begin_at(std::int64_t row) { begin_ = row; }

  bool is_per_row(int slot) const { return at(slot).per_row; }
  std::int64_t length() const { return length_; }
  // Rows that are computed at once, and bytes of the buffers that one thread needs.
  std::int64_t rows_at_once() const;
  std::int64_t row_bytes() const { return length_ * size_of(at(last_).dtype); }  // of the result
  std::int64_t scratch_bytes() const;

 private:
  friend class RowRunner;

  struct Slot {
    Dtype dtype;
    bool per_row;
    int buffer = -1;  // that it is in; none where a step writes to the result
  };
  struct Input {
    int slot;
    Reader reader;
  };
  struct Step {
    ElementBlocks* run = nullptr;
    Converter convert = nullptr;
    const ReductionLoop* reduction = nullptr;  // none of the three: a spread
    std::vector<int> operands;
    int slot;
  };

  const Slot& at(int slot) const { return slots_[static_cast<std::size_t>(slot)]; }
  int add(Slot slot, Step step);
  std::int64_t slot_bytes(const Slot& slot) const;
  int free_buffer(std::int64_t bytes, std::vector<int>& free);

  std::int64_t length_;
  std::vector<Slot> slots_;
  std::vector<Input> inputs_;
  std::vector<Step> steps_;
  std::vector<std::int64_t> buffers_;  // bytes of each; slots that are needed one after the other share them
  int last_ = 0;
  std::int64_t begin_ = 0;
};

// Writes the slot that the program ends with, one for each place, of `rows` rows; some of them at a time on
// one thread. A row is reduced as by reduce_rows, with the same bits.
void run_rows(const RowProgram& program, std::int64_t rows, int threads, std::byte* result,
              const Progress& progress);

}  // namespace tcalc
