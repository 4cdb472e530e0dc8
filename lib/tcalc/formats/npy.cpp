// .npy: NumPy's own format, the one that everything is made for.
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/npy_reader.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npy/write.hpp>

namespace tcalc::formats {

namespace {

Description description_of(const npy::Header& header) {
  Description description;
  description.extents = header.extents;
  description.is_known = header.foreign.empty();
  description.dtype = description.is_known ? std::string(name_of(header.dtype)) : header.foreign;
  description.fortran_order = header.fortran_order;
  if (description.is_known && header.item_bytes() > 1)
    description.byte_order = header.big_endian ? "big" : "little";
  description.version = formatted("{}.0", header.major_version);
  if (header.item_bytes() > 0) description.bytes = header.data_bytes();
  description.data_offset = header.data_offset;
  return description;
}

class NpyReader final : public ArrayReader {
 public:
  NpyReader(const std::shared_ptr<os::Input>& input, const npy::Dtypes& dtypes)
      : input_(input), reader_(open_npy(input, npy::Completeness::required, dtypes)) {}

  TensorView layout() const override { return reader_.layout(); }
  Description description() const override {
    return reader_.is_whole() ? description_of(reader_.header()) : formats::description_of(layout());
  }
  std::int64_t buffer_bytes() const override { return reader_.buffer_bytes(); }
  void select(const Slice& slice) override { reader_.select(slice); }
  Array read() override { return reader_.read(); }
  std::shared_ptr<os::Input> input() const override { return input_; }
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit) override {
    if (!reader_.is_whole()) return ArrayReader::for_each_run(visit);
    reader_.for_each_run(visit);
  }
  void skip() override { reader_.skip(); }
  bool has_rows_to_come() const override {
    const npy::Header& header = reader_.header();
    if (input_->is_mappable() || header.fortran_order) return false;
    return reader_.is_whole() && !header.extents.empty() && header.extents.front() > 0;
  }
  Array next_rows(std::int64_t rows) override { return reader_.next_rows(rows); }
  std::int64_t trailing_bytes() const override { return reader_.trailing_bytes(); }

 private:
  std::shared_ptr<os::Input> input_;
  npy::Reader reader_;
};

std::unique_ptr<ArrayReader> open(std::shared_ptr<os::Input> input, const ReadOptions& options) {
  return open_npy_array(input, options.dtypes);
}

void write(const TensorView& view, const Label&, const WriteOptions& options, const text::Sink& sink) {
  npy::encode(view, options.storage, [&](std::span<const std::byte> piece) {
    sink({reinterpret_cast<const char*>(piece.data()), piece.size()});
  });
}

std::byte* map(os::OutputFile& file, Dtype dtype, const Extents& extents) {
  return npy::map_npy(file, dtype, extents);
}

std::string remark(Dtype dtype) {
  if (info(dtype).in_numpy) return {};
  return formatted(".npy has no name for {}: the dtype is '{}', as ml_dtypes saves it", name_of(dtype),
                   npy::descr_of(dtype, false));
}

std::string header(Dtype dtype, const Extents& extents) { return npy::format_header(dtype, extents); }

}  // namespace

std::unique_ptr<ArrayReader> open_npy_array(const std::shared_ptr<os::Input>& input,
                                            const npy::Dtypes& dtypes) {
  return std::make_unique<NpyReader>(input, dtypes);
}

constinit const Format npy_format = {
    .name = "npy",
    .summary = "NumPy's arrays; any number may follow one another",
    .endings = ".npy",
    .open = open,
    .write = write,
    .map = map,
    .header = header,
    .remark = remark,
};

}  // namespace tcalc::formats
