// .npy: NumPy's own format, the one that everything is made for.
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/npy_reader.hpp>
#include <tcalc/formats/stored_reader.hpp>
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

std::string header(Dtype dtype, const Extents& extents) { return npy::format_header(dtype, extents); }

}  // namespace

std::unique_ptr<ArrayReader> open_npy_array(const std::shared_ptr<os::Input>& input,
                                            const npy::Dtypes& dtypes) {
  npy::Reader reader = open_npy(input, npy::Completeness::required, dtypes);
  Description description = description_of(reader.header());
  return std::make_unique<StoredReader>(input, std::move(reader), std::move(description));
}

std::string remark_of_npy(Dtype dtype) {
  if (info(dtype).in_numpy) return {};
  // ml_dtypes calls float8_e5m2 '<f1', which NumPy does not read, and all others as it is done here.
  return formatted(".npy has no name for {}: the dtype is '{}', {}", name_of(dtype),
                   npy::descr_of(dtype, false),
                   dtype == Dtype::float8_e5m2 ? "which NumPy reads as bytes" : "as ml_dtypes saves it");
}

constinit const Format npy_format = {
    .name = "npy",
    .summary = "NumPy's arrays; any number may follow one another",
    .endings = ".npy",
    .open = open,
    .write = write,
    .map = map,
    .header = header,
    .remark = remark_of_npy,
};

}  // namespace tcalc::formats
