#include <algorithm>
#include <array>
#include <cstring>

#include <tcalc/blocks/block_program.hpp>
#include <tcalc/elementwise/conversions.hpp>

namespace tcalc {

int BlockProgram::add_input(const TensorView& view) {
  slots_.push_back(view.dtype);
  const int slot = static_cast<int>(slots_.size()) - 1;
  inputs_.push_back({slot, Reader(view)});
  return slot;
}

int BlockProgram::add_conversion(int from, Dtype dtype) {
  if (this->dtype(from) == dtype) return from;
  const Converter convert = vector_converter(this->dtype(from), dtype);
  slots_.push_back(dtype);
  const int slot = static_cast<int>(slots_.size()) - 1;
  steps_.push_back({nullptr, convert, {from}, slot});
  return slot;
}

int BlockProgram::add_step(ElementBlocks* run, const std::vector<int>& operands, Dtype result) {
  slots_.push_back(result);
  const int slot = static_cast<int>(slots_.size()) - 1;
  steps_.push_back({run, nullptr, operands, slot});
  return slot;
}

std::optional<BlockProgram> BlockProgram::before_square() const {
  if (steps_.empty() || steps_.back().slot != last_) return std::nullopt;
  const Step& step = steps_.back();
  const auto runs = [&](std::string_view name) {
    return find_elementwise(name)->loops[static_cast<std::size_t>(dtype(last_))].run == step.run;
  };
  const bool of_two = step.operands.size() == 2 && step.operands[0] == step.operands[1];
  if (!(of_two ? runs("multiply") : step.operands.size() == 1 && runs("square"))) return std::nullopt;
  BlockProgram before = *this;
  before.finish(step.operands[0]);
  before.steps_.pop_back();
  return before;
}

std::int64_t BlockProgram::block_elements() const {
  constexpr std::int64_t block_bytes = 8192;  // some of them stay in L1
  std::int64_t widest = 1;
  for (const Dtype dtype : slots_) widest = std::max(widest, size_of(dtype));
  return std::max(block_bytes / widest, least_block_elements);
}

std::int64_t BlockProgram::scratch_bytes() const {
  std::int64_t bytes = 0;
  for (const Dtype dtype : slots_) bytes += block_elements() * size_of(dtype);
  return bytes;
}

const std::byte* BlockProgram::in_memory() const {
  if (!steps_.empty() || inputs_.size() != 1) return nullptr;
  const std::byte* elements = inputs_[0].reader.in_memory();
  return elements == nullptr ? nullptr : elements + begin_ * size_of(dtype(last_));
}

BlockRunner::BlockRunner(const BlockProgram& program, Buffer& memory)
    : program_(program), inputs_(program.inputs_), blocks_(program.slots_.size()) {
  auto* next = memory.get<std::byte>(program.scratch_bytes());
  for (const Dtype dtype : program.slots_) {
    buffers_.push_back(next);
    next += program.block_elements() * size_of(dtype);
  }
  // What is the same everywhere is written once.
  for (auto& input : inputs_) {
    if (!input.reader.is_constant()) continue;
    const auto size = static_cast<std::size_t>(size_of(program.dtype(input.slot)));
    std::byte* const block = buffer(input.slot);
    const std::byte* element = input.reader.read(0, 1, block);
    if (element != block) std::memcpy(block, element, size);
    const auto elements = static_cast<std::size_t>(program.block_elements());
    for (std::size_t filled = 1; filled < elements; filled *= 2)
      std::memcpy(block + filled * size, block, std::min(filled, elements - filled) * size);
    blocks_[static_cast<std::size_t>(input.slot)] = block;
  }
}

const std::byte* BlockRunner::run(std::int64_t first, std::int64_t count, std::byte* result) {
  for (auto& input : inputs_) {
    if (input.reader.is_constant()) continue;
    blocks_[static_cast<std::size_t>(input.slot)] =
        input.reader.read(program_.begin_ + first, count, buffer(input.slot));
  }
  constexpr std::size_t most_operands = 4;
  for (const auto& step : program_.steps_) {
    std::array<const std::byte*, most_operands> operands = {};
    for (std::size_t i = 0; i < step.operands.size(); ++i)
      operands[i] = blocks_[static_cast<std::size_t>(step.operands[i])];
    std::byte* const to = step.slot == program_.last_ && result != nullptr ? result : buffer(step.slot);
    if (step.convert != nullptr)
      step.convert(operands[0], count, to);
    else
      step.run(operands.data(), to, count);
    blocks_[static_cast<std::size_t>(step.slot)] = to;
  }
  const std::byte* block = blocks_[static_cast<std::size_t>(program_.last_)];
  if (result == nullptr || block == result) return block;
  std::memcpy(result, block, static_cast<std::size_t>(count * size_of(program_.dtype(program_.last_))));
  return result;
}

}  // namespace tcalc
