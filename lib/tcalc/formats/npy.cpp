// .npy: NumPy's own format, the one that everything is made for.
#include <utility>

#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npy/write.hpp>

namespace tcalc::formats {

namespace {

class NpyReader final : public ArrayReader {
 public:
  NpyReader(const std::shared_ptr<os::Input>& input, const npy::Dtypes& dtypes)
      : input_(input), reader_(open_npy(input, npy::Completeness::required, dtypes)) {}

  TensorView layout() const override { return reader_.layout(); }
  std::int64_t buffer_bytes() const override { return reader_.buffer_bytes(); }
  void select(const Slice& slice) override { reader_.select(slice); }
  Array read() override { return reader_.read(); }
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
  return std::make_unique<NpyReader>(input, options.dtypes);
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
  return ".npy has no name for " + std::string(name_of(dtype)) + ": the dtype is '" +
         npy::descr_of(dtype, false) + "', as ml_dtypes saves it";
}

std::string header(Dtype dtype, const Extents& extents) { return npy::format_header(dtype, extents); }

}  // namespace

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
