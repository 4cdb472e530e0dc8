#include <algorithm>
#include <array>
#include <cstring>

#include <tcalc/blocks/row_program.hpp>
#include <tcalc/blocks/tree.hpp>
#include <tcalc/core/blocks_of.hpp>
#include <tcalc/elementwise/conversions.hpp>
#include <tcalc/kernel/widened.hpp>

namespace tcalc {

namespace {

constexpr std::int64_t elements_at_once = 2048;
constexpr std::int64_t turns_at_a_time = 8;  // of a thread: enough to make up for taking them
constexpr std::int64_t line = 64;

// A complex128 is two of the widest integers.
struct Pair {
  std::uint64_t first, second;
};

// As integers, of which vectors are filled.
template <class T>
struct Spread {
  [[gnu::always_inline]] static void run(const std::byte* from, std::int64_t rows, std::int64_t length,
                                         std::byte* to) {
    const auto* elements = reinterpret_cast<const T*>(from);
    auto* out = reinterpret_cast<T*>(to);
    for (std::int64_t row = 0; row < rows; ++row) {
      const T element = elements[row];
      for (std::int64_t i = 0; i < length; ++i) out[i] = element;
      out += length;
    }
  }
};

void spread(const std::byte* from, std::int64_t size, std::int64_t rows, std::int64_t length, std::byte* to) {
  switch (size) {
    case 1:
      return run_widened<Spread<std::uint8_t>>(from, rows, length, to);
    case 2:
      return run_widened<Spread<std::uint16_t>>(from, rows, length, to);
    case 4:
      return run_widened<Spread<std::uint32_t>>(from, rows, length, to);
    case 8:
      return run_widened<Spread<std::uint64_t>>(from, rows, length, to);
    default:
      return run_widened<Spread<Pair>>(from, rows, length, to);
  }
}

void reduce(const ReductionLoop& loop, const std::byte* elements, std::int64_t length, std::byte* result) {
  const std::int64_t size = size_of(loop.operand);
  Accumulator whole;
  if (length <= leaf_elements) {
    loop.leaf(elements, length, 0, whole.data());
  } else {
    Tree tree(loop);
    for (std::int64_t first = 0; first < length; first += leaf_elements) {
      Accumulator leaf;
      loop.leaf(elements + first * size, std::min(leaf_elements, length - first), first, leaf.data());
      tree.add(leaf.data());
    }
    whole = tree.take();
  }
  loop.finish(whole.data(), 1, length, result);
}

}  // namespace

int RowProgram::add(Slot slot, Step step) {
  slots_.push_back(slot);
  step.slot = static_cast<int>(slots_.size()) - 1;
  steps_.push_back(std::move(step));
  return steps_.back().slot;
}

int RowProgram::add_input(const TensorView& view, bool per_row) {
  slots_.push_back({view.dtype, per_row});
  const int slot = static_cast<int>(slots_.size()) - 1;
  inputs_.push_back({slot, Reader(view)});
  return slot;
}

int RowProgram::add_conversion(int from, Dtype dtype) {
  if (at(from).dtype == dtype) return from;
  return add({dtype, at(from).per_row},
             {nullptr, vector_converter(at(from).dtype, dtype), nullptr, {from}, 0});
}

int RowProgram::add_spread(int from) {
  if (!at(from).per_row) return from;
  return add({at(from).dtype, false}, {nullptr, nullptr, nullptr, {from}, 0});
}

int RowProgram::add_step(ElementBlocks* run, const std::vector<int>& operands, Dtype result) {
  return add({result, at(operands.front()).per_row}, {run, nullptr, nullptr, operands, 0});
}

int RowProgram::add_reduction(const ReductionLoop& loop, int operand) {
  return add({loop.result, true}, {nullptr, nullptr, &loop, {operand}, 0});
}

std::int64_t RowProgram::rows_at_once() const {
  return std::max<std::int64_t>(elements_at_once / length_, 1);
}

std::int64_t RowProgram::slot_bytes(const Slot& slot) const {
  const std::int64_t elements = rows_at_once() * (slot.per_row ? 1 : length_);
  return rounded_up(elements * size_of(slot.dtype), line);
}

int RowProgram::free_buffer(std::int64_t bytes, std::vector<int>& free) {
  const auto fits = std::ranges::find_if(
      free, [&](int buffer) { return buffers_[static_cast<std::size_t>(buffer)] >= bytes; });
  if (fits == free.end()) {
    buffers_.push_back(bytes);
    return static_cast<int>(buffers_.size()) - 1;
  }
  const int buffer = *fits;
  free.erase(fits);
  return buffer;
}

void RowProgram::finish(int slot) {
  last_ = slot;
  std::vector<std::size_t> last_uses(slots_.size(), 0);  // steps, counted from 1
  for (std::size_t step = 0; step < steps_.size(); ++step) {
    for (const int operand : steps_[step].operands) last_uses[static_cast<std::size_t>(operand)] = step + 1;
  }
  std::vector<int> free;
  for (const Input& input : inputs_) {
    Slot& own = slots_[static_cast<std::size_t>(input.slot)];
    own.buffer = free_buffer(slot_bytes(own), free);
    // What is the same everywhere is written once.
    if (input.reader.is_constant()) last_uses[static_cast<std::size_t>(input.slot)] = 0;
  }
  for (std::size_t step = 0; step < steps_.size(); ++step) {
    Slot& own = slots_[static_cast<std::size_t>(steps_[step].slot)];
    if (steps_[step].slot != last_) own.buffer = free_buffer(slot_bytes(own), free);
    std::vector<int> operands = steps_[step].operands;
    std::ranges::sort(operands);
    operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
    for (const int operand : operands) {
      const bool is_done = last_uses[static_cast<std::size_t>(operand)] == step + 1;
      if (is_done && at(operand).buffer >= 0 && operand != last_) free.push_back(at(operand).buffer);
    }
  }
}

std::int64_t RowProgram::scratch_bytes() const {
  std::int64_t bytes = 0;
  for (const std::int64_t buffer : buffers_) bytes += buffer;
  return bytes;
}

// Runs a program on one thread.
class RowRunner {
 public:
  RowRunner(const RowProgram& program, Buffer& memory)
      : program_(program), inputs_(program.inputs_), blocks_(program.slots_.size()) {
    auto* next = memory.get<std::byte>(program.scratch_bytes());
    for (const std::int64_t bytes : program.buffers_) {
      buffers_.push_back(next);
      next += bytes;
    }
    // What is the same everywhere is written once.
    for (auto& input : inputs_) {
      if (!input.reader.is_constant()) continue;
      const auto& slot = program.at(input.slot);
      std::byte* const to = buffer(input.slot);
      spread(input.reader.read(0, 1, to), size_of(slot.dtype), 1,
             program.rows_at_once() * (slot.per_row ? 1 : program.length_), to);
      block(input.slot) = to;
    }
  }

  void run(std::int64_t first_row, std::int64_t rows, std::byte* result) {
    const std::int64_t length = program_.length_;
    for (auto& input : inputs_) {
      if (input.reader.is_constant()) continue;
      const std::int64_t each = program_.at(input.slot).per_row ? 1 : length;
      block(input.slot) =
          input.reader.read((program_.begin_ + first_row) * each, rows * each, buffer(input.slot));
    }
    for (const auto& step : program_.steps_) {
      std::byte* const to = step.slot == program_.last_ ? result : buffer(step.slot);
      compute(step, rows, to);
      block(step.slot) = to;
    }
    if (block(program_.last_) != result) {
      const std::int64_t bytes = rows * length * size_of(program_.at(program_.last_).dtype);
      std::memcpy(result, block(program_.last_), static_cast<std::size_t>(bytes));
    }
  }

 private:
  const std::byte*& block(int slot) { return blocks_[static_cast<std::size_t>(slot)]; }
  std::byte* buffer(int slot) { return buffers_[static_cast<std::size_t>(program_.at(slot).buffer)]; }

  void compute(const RowProgram::Step& step, std::int64_t rows, std::byte* to) {
    constexpr std::size_t most_operands = 4;
    const std::int64_t length = program_.length_;
    const std::int64_t elements = rows * (program_.at(step.slot).per_row ? 1 : length);
    std::array<const std::byte*, most_operands> operands = {};
    for (std::size_t i = 0; i < step.operands.size(); ++i) operands[i] = block(step.operands[i]);
    if (step.run != nullptr) {
      step.run(operands.data(), to, elements);
    } else if (step.convert != nullptr) {
      step.convert(operands[0], elements, to);
    } else if (step.reduction != nullptr) {
      const std::int64_t size = size_of(step.reduction->operand), written = size_of(step.reduction->result);
      for (std::int64_t row = 0; row < rows; ++row)
        reduce(*step.reduction, operands[0] + row * length * size, length, to + row * written);
    } else {
      spread(operands[0], size_of(program_.at(step.slot).dtype), rows, length, to);
    }
  }

  const RowProgram& program_;
  std::vector<RowProgram::Input> inputs_;  // this thread's own, each at a place of its own
  std::vector<std::byte*> buffers_;
  std::vector<const std::byte*> blocks_;
};

void run_rows(const RowProgram& program, std::int64_t rows, int threads, std::byte* result,
              const Progress& progress) {
  const std::int64_t at_once = program.rows_at_once(), turns = block_count(rows, at_once);
  const std::int64_t row_bytes = program.row_bytes();
  const auto run = [&](std::int64_t piece, Scratch& scratch) {
    RowRunner runner(program, scratch.left);
    const std::int64_t last = std::min(turns, (piece + 1) * turns_at_a_time);
    for (std::int64_t turn = piece * turns_at_a_time; turn < last; ++turn) {
      const std::int64_t first = turn * at_once;
      runner.run(first, std::min(at_once, rows - first), result + first * row_bytes);
    }
  };
  share_out(block_count(turns, turns_at_a_time), threads, run, progress);
}

}  // namespace tcalc
