#include <algorithm>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/gathered.hpp>
#include <tcalc/formats/quantised_reader.hpp>

namespace tcalc::formats {

namespace {

constexpr std::int64_t blocks_at_once = 1024;

std::span<float> floats_of(Tensor& tensor) {
  return {reinterpret_cast<float*>(tensor.data()), static_cast<std::size_t>(count(tensor.extents()))};
}

[[noreturn]] void refuse_shortened(os::Input& input) {
  input.check_unchanged();
  throw Error(ErrorKind::input, input.name() + ": ended before all of it was read");
}

}  // namespace

QuantisedReader::QuantisedReader(std::shared_ptr<os::Input> input, const gguf::StoredType& type, bool swapped,
                                 Description description)
    : input_(std::move(input)), type_(type), swapped_(swapped), description_(std::move(description)) {}

TensorView QuantisedReader::layout() const {
  return contiguous(Dtype::float32, selection_ ? selection_->extents : description_.extents);
}

Description QuantisedReader::description() const {
  return selection_ ? description_of(layout()) : description_;
}

std::int64_t QuantisedReader::buffer_bytes() const {
  return count(layout().extents) * size_of(Dtype::float32);
}

void QuantisedReader::select(const Slice& slice) {
  const Extents& extents = selection_ ? selection_->extents : description_.extents;
  const Strides strides = selection_ ? selection_->strides : c_strides(extents);
  const std::int64_t offset = selection_ ? selection_->offset : 0;
  selection_ = tcalc::select(slice, extents, strides);
  selection_->offset += offset;
}

Array QuantisedReader::read() {
  if (selection_) return read_selected();
  Tensor result(Dtype::float32, description_.extents);
  dequantise_next(floats_of(result));
  return to_array(std::move(result));
}

void QuantisedReader::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  if (selection_) return ArrayReader::for_each_run(visit);
  std::vector<float> run(static_cast<std::size_t>(std::min(elements(), blocks_at_once * type_.elements)));
  for (std::int64_t done = 0; done < elements();) {
    const auto next = std::span(run).first(std::min(run.size(), static_cast<std::size_t>(elements() - done)));
    dequantise_next(next);
    visit(std::as_bytes(next));
    done += static_cast<std::int64_t>(next.size());
  }
}

bool QuantisedReader::has_rows_to_come() const {
  return !selection_ && !description_.extents.empty() && description_.extents.front() > 0;
}

Array QuantisedReader::next_rows(std::int64_t rows) {
  Extents extents = description_.extents;
  extents.front() = rows;
  Tensor result(Dtype::float32, extents);
  dequantise_next(floats_of(result));
  return to_array(std::move(result));
}

void QuantisedReader::dequantise_next(std::span<float> elements) {
  const std::int64_t all = static_cast<std::int64_t>(elements.size()) / type_.elements;
  for (std::int64_t done = 0; done < all;) {
    const std::int64_t blocks = std::min(all - done, blocks_at_once);
    blocks_.resize(static_cast<std::size_t>(blocks * type_.bytes));
    if (input_->read(blocks_) < blocks_.size()) refuse_shortened(*input_);
    for (std::int64_t block = 0; block < blocks; ++block)
      type_.dequantise(blocks_.data() + block * type_.bytes, swapped_,
                       elements.data() + (done + block) * type_.elements);
    done += blocks;
  }
}

// Of a slice no more is computed than the blocks that it is in.
Array QuantisedReader::read_selected() {
  std::vector<std::byte> bytes(static_cast<std::size_t>(type_.bytes));
  const auto read = [&](std::int64_t block, std::span<std::byte> elements) {
    if (input_->read_at(block * type_.bytes, bytes) < bytes.size()) refuse_shortened(*input_);
    type_.dequantise(bytes.data(), swapped_, reinterpret_cast<float*>(elements.data()));
  };
  return to_array(gathered(Dtype::float32, *selection_, {type_.elements, elements(), read}));
}

}  // namespace tcalc::formats
