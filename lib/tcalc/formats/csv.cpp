// Tables as text, of one or two axes: .csv and, with tabs, .tsv.
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/csv.hpp>

namespace tcalc::formats {

namespace {

constexpr int most_rank_of_tables = 2;

// Text has no header: all of it is read to know shape and dtype.
class TableReader final : public ArrayReader {
 public:
  TableReader(std::shared_ptr<os::Input> input, const ReadOptions& options)
      : input_(std::move(input)),
        array_(to_array(text::csv_from(text_of(*input_), input_->name(), options.table))) {}

  TensorView layout() const override { return array_.view; }
  void select(const Slice& slice) override { array_.view = sliced(array_.view, slice); }
  Array read() override { return array_; }
  std::shared_ptr<os::Input> input() const override { return input_; }

 private:
  static std::string text_of(os::Input& input) {
    if (auto text = input.read_text(static_cast<std::size_t>(os::available_memory())))
      return *std::move(text);
    throw Error(ErrorKind::resource, input.name() + ": not enough memory to read it as text");
  }

  std::shared_ptr<os::Input> input_;
  Array array_;
};

std::unique_ptr<ArrayReader> open(std::shared_ptr<os::Input> input, const ReadOptions& options) {
  return std::make_unique<TableReader>(std::move(input), options);
}

void write_with_commas(const TensorView& view, const Label&, const WriteOptions& options,
                       const text::Sink& sink) {
  text::write_csv(view, ',', options.print.precision, sink);
}

void write_with_tabs(const TensorView& view, const Label&, const WriteOptions& options,
                     const text::Sink& sink) {
  text::write_csv(view, '\t', options.print.precision, sink);
}

}  // namespace

constinit const Format csv_format = {
    .name = "csv",
    .summary = "comma-separated values, one or two axes",
    .endings = ".csv",
    .is_text = true,
    .most_rank = most_rank_of_tables,
    .least_element = digit_and_separator,
    .open = open,
    .write = write_with_commas,
};

constinit const Format tsv_format = {
    .name = "tsv",
    .summary = "the same with tabs",
    .endings = ".tsv",
    .is_text = true,
    .most_rank = most_rank_of_tables,
    .least_element = digit_and_separator,
    .open = open,
    .write = write_with_tabs,
};

}  // namespace tcalc::formats
