// An array whose elements are stored in quantised blocks, as float32: they are computed when they are read, a
// block at a time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/gguf/types.hpp>

namespace tcalc::formats {

class QuantisedReader final : public ArrayReader {
 public:
  // The input has all blocks of the array. Its rows are whole numbers of them.
  QuantisedReader(std::shared_ptr<os::Input> input, const gguf::StoredType& type, bool swapped,
                  Description description);

  TensorView layout() const override;
  Description description() const override;
  std::int64_t buffer_bytes() const override;
  void select(const Slice& slice) override;
  Array read() override;
  std::shared_ptr<os::Input> input() const override { return input_; }
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit) override;
  // So that an array larger than memory can take part in a product.
  bool has_rows_to_come() const override;
  Array next_rows(std::int64_t rows) override;

 private:
  std::int64_t elements() const { return count(description_.extents); }
  // The elements of the next blocks.
  void dequantise_next(std::span<float> elements);
  Array read_selected();

  std::shared_ptr<os::Input> input_;
  const gguf::StoredType& type_;
  bool swapped_;
  Description description_;
  std::optional<Selection> selection_;
  std::vector<std::byte> blocks_;  // that were read last
};

}  // namespace tcalc::formats
