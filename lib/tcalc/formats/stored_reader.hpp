// An array whose elements lie one after the other in an input, as they are in memory.
#pragma once

#include <memory>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/npy/read.hpp>

namespace tcalc::formats {

class StoredReader final : public ArrayReader {
 public:
  // `description` is what the header says of all of it.
  StoredReader(std::shared_ptr<os::Input> input, npy::Reader reader, Description description);

  TensorView layout() const override { return reader_.layout(); }
  Description description() const override;
  std::int64_t buffer_bytes() const override { return reader_.buffer_bytes(); }
  void select(const Slice& slice) override { reader_.select(slice); }
  Array read() override { return reader_.read(); }
  std::shared_ptr<os::Input> input() const override { return input_; }
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit) override;
  void skip() override { reader_.skip(); }
  bool has_rows_to_come() const override;
  Array next_rows(std::int64_t rows) override { return reader_.next_rows(rows); }
  std::int64_t trailing_bytes() const override { return reader_.trailing_bytes(); }
  std::string fitting_readings() const override { return reader_.fitting_readings(); }

 private:
  std::shared_ptr<os::Input> input_;
  npy::Reader reader_;
  Description description_;
};

}  // namespace tcalc::formats
