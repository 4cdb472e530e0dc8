// .h5: the datasets of an HDF5 file, each under its path.
#include <algorithm>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/gathered.hpp>
#include <tcalc/formats/stored_reader.hpp>
#include <tcalc/formats/tensor_list.hpp>
#include <tcalc/hdf5/file.hpp>
#include <tcalc/os/file_part.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::formats {

namespace {

using hdf5::Dataset;
using hdf5::File;

constexpr std::int64_t bytes_at_once = std::int64_t{1} << 20;

Description outline_of(const Dataset& dataset) {
  Description description;
  description.extents = dataset.extents;
  description.is_known = dataset.element.stored.has_value();
  description.dtype = dataset.element.dtype;
  if (description.is_known && size_of(*dataset.element.stored) > 1)
    description.byte_order = dataset.element.big_endian ? "big" : "little";
  if (dataset.element.bytes > 0) description.bytes = count(dataset.extents) * dataset.element.bytes;
  description.data_offset = dataset.offset;
  return description;
}

// A dataset in chunks, compressed or not, which the library puts together, some rows at a time.
class ChunkedReader final : public ArrayReader {
 public:
  ChunkedReader(std::shared_ptr<const File> file, const Dataset& dataset)
      : file_(std::move(file)), dataset_(dataset), description_(outline_of(dataset)) {}

  TensorView layout() const override {
    TensorView view =
        contiguous(*dataset_.element.stored, selection_ ? selection_->extents : dataset_.extents);
    view.byte_swapped = dataset_.element.big_endian && size_of(view.dtype) > 1;
    return view;
  }
  Description description() const override {
    return selection_ ? formats::description_of(layout()) : description_;
  }
  std::int64_t buffer_bytes() const override {
    return count(layout().extents) * size_of(*dataset_.element.stored);
  }
  std::shared_ptr<os::Input> input() const override { return file_->input(); }

  void select(const Slice& slice) override {
    const Extents& extents = selection_ ? selection_->extents : dataset_.extents;
    const Strides strides = selection_ ? selection_->strides : c_strides(extents);
    const std::int64_t offset = selection_ ? selection_->offset : 0;
    selection_ = tcalc::select(slice, extents, strides);
    selection_->offset += offset;
  }

  Array read() override {
    return as_stored(selection_ ? gathered(*dataset_.element.stored, *selection_, blocks())
                                : rows_of(0, all_rows()));
  }

  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit) override {
    if (selection_ || dataset_.extents.empty()) return ArrayReader::for_each_run(visit);
    std::vector<std::byte> bytes(static_cast<std::size_t>(rows_at_once() * row_bytes()));
    for (std::int64_t row = 0; row < all_rows() && !bytes.empty(); row += rows_at_once()) {
      const std::int64_t rows = std::min(rows_at_once(), all_rows() - row);
      const auto next = std::span(bytes).first(static_cast<std::size_t>(rows * row_bytes()));
      file_->read(dataset_, row, rows, next);
      visit(next);
    }
  }

  bool has_rows_to_come() const override {
    return !selection_ && !dataset_.extents.empty() && all_rows() > 0;
  }
  Array next_rows(std::int64_t rows) override {
    next_row_ += rows;
    return as_stored(rows_of(next_row_ - rows, rows));
  }

 private:
  std::int64_t all_rows() const { return dataset_.extents.empty() ? 1 : dataset_.extents.front(); }
  std::int64_t row_elements() const { return all_rows() == 0 ? 0 : count(dataset_.extents) / all_rows(); }
  std::int64_t row_bytes() const { return row_elements() * size_of(*dataset_.element.stored); }
  std::int64_t rows_at_once() const {
    return std::clamp<std::int64_t>(bytes_at_once / std::max<std::int64_t>(row_bytes(), 1), 1,
                                    std::max<std::int64_t>(all_rows(), 1));
  }

  Tensor rows_of(std::int64_t first, std::int64_t rows) const {
    Extents extents = dataset_.extents;
    if (!extents.empty()) extents.front() = rows;
    Tensor result(*dataset_.element.stored, extents);
    const auto bytes = static_cast<std::size_t>(result.bytes());
    if (bytes > 0) file_->read(dataset_, first, rows, {result.data(), bytes});
    return result;
  }

  Blocks blocks() const {
    const std::int64_t rows = rows_at_once();
    return {rows * row_elements(), count(dataset_.extents), [this, rows](std::int64_t block, auto elements) {
              const std::int64_t first = block * rows;
              file_->read(dataset_, first, std::min(rows, all_rows() - first), elements);
            }};
  }

  Array as_stored(Tensor tensor) const {
    Array array = to_array(std::move(tensor));
    array.view.byte_swapped = dataset_.element.big_endian && size_of(array.view.dtype) > 1;
    return array;
  }

  std::shared_ptr<const File> file_;
  const Dataset& dataset_;
  Description description_;
  std::optional<Selection> selection_;
  std::int64_t next_row_ = 0;
};

std::unique_ptr<ArrayReader> open_dataset(const std::shared_ptr<const File>& file, const Dataset& dataset,
                                          const npy::Dtypes& dtypes) {
  const std::string name = file->name() + ":" + escaped(dataset.path);
  if (!dataset.element.stored && !dtypes.foreign)
    throw Error(ErrorKind::input, formatted("{}: dtype {} is not supported", name, dataset.element.dtype),
                "supported are " + supported_dtypes());
  if (dataset.element.stored && !dataset.offset) return std::make_unique<ChunkedReader>(file, dataset);
  npy::Header header;
  header.extents = dataset.extents;
  header.big_endian = dataset.element.big_endian;
  if (dataset.element.stored)
    header.dtype = *dataset.element.stored;
  else
    header.foreign = dataset.element.dtype;
  const std::int64_t bytes = dataset.element.stored ? header.data_bytes() : 0;
  const auto input = std::make_shared<os::FilePart>(file->input(), dataset.offset.value_or(0), bytes, name);
  return std::make_unique<StoredReader>(input, npy::Reader(input, std::move(header)), outline_of(dataset));
}

class Hdf5Collection final : public Collection {
 public:
  explicit Hdf5Collection(std::shared_ptr<const File> file) : file_(std::move(file)) {}

  const std::string& name() const override { return file_->name(); }
  bool is_model() const override { return true; }
  Metadata metadata() const override { return file_->others(); }

  std::vector<Member> arrays() const override {
    std::vector<Member> arrays;
    arrays.reserve(datasets().size());
    for (const Dataset& dataset : datasets()) arrays.push_back({dataset.path, arrays.size()});
    return arrays;
  }

  // With or without its first '/'.
  Member find(std::string_view name) const override {
    const auto has_name = [&](const Dataset& dataset) {
      return dataset.path == name || std::string_view(dataset.path).substr(1) == name;
    };
    const auto found = std::ranges::find_if(datasets(), has_name);
    if (found != datasets().end()) return {found->path, static_cast<std::size_t>(found - datasets().begin())};
    std::vector<std::string> names;
    for (const Dataset& dataset : datasets()) names.push_back(dataset.path);
    throw Error(ErrorKind::input, formatted("{}: has no dataset {}", this->name(), in_quotes(name)),
                text::nearest_of("dataset", name, names));
  }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    return open_dataset(file_, datasets()[member.place], dtypes);
  }

 private:
  const std::vector<Dataset>& datasets() const { return file_->datasets(); }

  std::shared_ptr<const File> file_;
};

std::unique_ptr<Collection> open_collection(const std::string& path) {
  return std::make_unique<Hdf5Collection>(open_explained<File>(path));
}

}  // namespace

constinit const Format hdf5_format = {
    .name = "hdf5",
    .summary = "the datasets of an HDF5 file, each of which has a path: FILE.h5:/PATH",
    .endings = ".h5 .hdf5",
    .open_collection = open_collection,
};

}  // namespace tcalc::formats
