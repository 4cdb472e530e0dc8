#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/gather.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npy/readings.hpp>
#include <tcalc/npy/window.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

// A copy in text mode writes "\\r\\n" for the header's last byte: all that follows is shifted by one.
void refuse_converted_line_ends(os::Input& input, const std::string& dict) {
  if (!dict.ends_with('\r') || input.peek() != std::byte{'\n'}) return;
  throw Error(ErrorKind::input, input.name() + ": its line ends were converted, the header ends in CR LF",
              "copy it again as a binary file; in a git repository write '*.npy binary' to .gitattributes");
}

// Leaves the header's text in `dict`.
Header read_header(os::Input& input, std::string& dict, const Dtypes& dtypes) {
  // No more than needed: on a stream, what follows the array belongs to the next one.
  std::array<std::byte, preamble_size> bytes;
  const std::span all(bytes);
  const auto left_in_file = input.size() ? *input.size() - input.position() : -1;
  std::size_t count = input.read(all.first(shortest_preamble));
  const bool long_length = count == shortest_preamble && bytes[6] != std::byte{1};
  if (long_length) count += input.read(all.subspan(shortest_preamble));
  const Preamble preamble = parse_preamble(all.first(count), left_in_file, input.name());
  dict.resize(static_cast<std::size_t>(preamble.dict_bytes));
  const std::size_t got = input.read(std::as_writable_bytes(std::span(dict)));
  if (got < dict.size()) {
    throw Error(ErrorKind::input, formatted("{}: header claims {} bytes, the stream ended after {}",
                                            input.name(), preamble.dict_bytes, got));
  }
  refuse_converted_line_ends(input, dict);
  return parse_dict(preamble, dict, input.name(), dtypes);
}

TensorView whole(const Header& header) {
  return {nullptr, header.dtype, header.big_endian, header.extents,
          header.fortran_order ? fortran_strides(header.extents) : c_strides(header.extents)};
}

// Asking takes longer than reading a small array, and a stream may have millions of them.
constexpr std::int64_t unquestioned_bytes = std::int64_t{16} << 20;

void require_memory(const os::Input& input, const TensorView& layout) {
  const std::int64_t needed = count(layout.extents) * size_of(layout.dtype);
  if (needed <= unquestioned_bytes) return;
  const std::int64_t available = os::available_memory();
  if (needed <= available) return;
  throw Error(ErrorKind::resource, formatted("{}: shape {} {} needs {}, {} are available", input.name(),
                                             Shape(layout.extents).text(), name_of(layout.dtype),
                                             os::format_bytes(needed), os::format_bytes(available)));
}

// A stream's bytes. The buffer's pages come into being as data arrives, so a header that lies costs nothing.
Array read_stream(os::Input& input, const Header& header) {
  Tensor buffer(header.dtype, header.extents);
  const auto bytes = static_cast<std::size_t>(header.data_bytes());
  const std::size_t got = input.read({buffer.data(), bytes});
  if (got < bytes) throw ended_early(input, header, static_cast<std::int64_t>(got));
  Array array = to_array(std::move(buffer));
  const std::byte* data = array.view.data;
  array.view = whole(header);
  array.view.data = data;
  return array;
}

}  // namespace

Reader::Reader(std::shared_ptr<os::Input> input, Completeness completeness, const Dtypes& dtypes)
    : input_(std::move(input)),
      header_(read_header(*input_, dict_, dtypes)),
      data_position_(input_->position()) {
  if (!input_->size() || completeness == Completeness::unchecked) return;
  const std::int64_t left = *input_->size() - input_->position();
  if (left >= header_.data_bytes()) return;
  Error error = too_short(*input_, header_, left);
  if (std::string fitting = fitting_readings(); !fitting.empty())
    error.hints.emplace_back(std::move(fitting));
  throw error;
}

Reader::Reader(std::shared_ptr<os::Input> input, Header header)
    : input_(std::move(input)), header_(std::move(header)), data_position_(input_->position()) {}

void Reader::select(const Slice& slice) {
  const TensorView view = stored();
  const std::int64_t offset = selection_ ? selection_->offset : 0;
  selection_ = tcalc::select(slice, view.extents, view.strides);
  selection_->offset += offset;
}

TensorView Reader::stored() const {
  TensorView view = whole(header_);
  if (selection_) {
    view.extents = selection_->extents;
    view.strides = selection_->strides;
  }
  return view;
}

TensorView Reader::layout() const {
  TensorView view = stored();
  if (input_->is_mappable()) {
    // A mapping begins with a page.
    const std::int64_t alignment = std::min<std::int64_t>(size_of(header_.dtype), alignof(double));
    view.aligned = (input_->offset_in_file() + data_position_) % alignment == 0;
  } else if (selection_) {
    view.strides = c_strides(view.extents);  // it is gathered
  }
  return view;
}

std::int64_t Reader::buffer_bytes() const {
  if (input_->is_mappable()) return 0;
  return count(layout().extents) * size_of(header_.dtype);
}

std::int64_t Reader::trailing_bytes() const {
  if (!input_->size() || input_->is_standard_input()) return 0;
  return *input_->size() - input_->position() - header_.data_bytes();
}

std::string Reader::fitting_readings() const {
  if (!input_->size() || input_->is_standard_input()) return {};
  std::array<char, longest_padding> next;
  const std::size_t count =
      input_->is_mappable() ? input_->read_at(data_position_, std::as_writable_bytes(std::span(next))) : 0;
  return npy::fitting_readings(header_, *input_->size() - data_position_, {next.data(), count});
}

Array Reader::read() {
  TensorView view = layout();
  const std::int64_t offset = selection_ ? selection_->offset * size_of(header_.dtype) : 0;
  if (auto bytes = input_->map(header_.data_bytes())) {
    view.data = bytes.get() + offset;
    return {view, bytes};
  }
  require_memory(*input_, view);
  if (!selection_) return read_stream(*input_, header_);
  if (input_->is_mappable()) {
    // It was to be mapped, and keeps the layout that was promised.
    Array all = read_stream(*input_, header_);
    view.data = all.view.data + offset;
    return {view, std::move(all.owner)};
  }
  const std::int64_t start = input_->position();
  Array part = gather(*input_, header_, *selection_);
  // Another array may follow there.
  if (input_->is_standard_input()) pass_to(start + header_.data_bytes());
  return part;
}

Array Reader::next_rows(std::int64_t rows) {
  Header part = header_;
  part.extents.front() = rows;
  return read_stream(*input_, part);
}

void Reader::skip() { pass_to(input_->position() + header_.data_bytes()); }

void Reader::pass_to(std::int64_t end) {
  input_->skip(end - input_->position());
  if (input_->position() < end)
    throw ended_early(*input_, header_, header_.data_bytes() - (end - input_->position()));
}

void Reader::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  const std::int64_t got = for_each_run_present(visit);
  if (got < header_.data_bytes()) throw ended_early(*input_, header_, got);
}

std::int64_t Reader::for_each_run_present(const std::function<void(std::span<const std::byte>)>& visit) {
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min(run_bytes, header_.data_bytes())));
  std::int64_t done = 0;
  while (done < header_.data_bytes()) {
    const auto wanted = static_cast<std::size_t>(std::min(run_bytes, header_.data_bytes() - done));
    const std::size_t got = input_->read(std::span(buffer).first(wanted));
    done += static_cast<std::int64_t>(got);
    visit(std::span<const std::byte>(buffer).first(got));
    if (got < wanted) break;
  }
  return done;
}

}  // namespace tcalc::npy
