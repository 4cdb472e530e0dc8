#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

// Leaves the header's text in `dict`.
Header read_header(os::Input& input, std::string& dict) {
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
    throw Error(ErrorKind::input, input.name() + ": header claims " + std::to_string(preamble.dict_bytes) +
                                      " bytes, the stream ended after " + std::to_string(got));
  }
  return parse_dict(preamble, dict, input.name());
}

std::string needs(const os::Input& input, const Header& header) {
  const std::string shape = Shape(header.extents).text();
  return input.name() + ": truncated: shape " + shape + " " + std::string(name_of(header.dtype)) + " needs " +
         std::to_string(header.data_bytes()) + " bytes of data, ";
}

Error ended_early(const os::Input& input, const Header& header, std::int64_t got) {
  const std::string amount = std::to_string(got) + (got == 1 ? " byte" : " bytes");
  return {ErrorKind::input, needs(input, header) + "the stream ended after " + amount};
}

TensorView view_of(const Header& header, const std::byte* data) {
  return {data, header.dtype, header.big_endian, header.extents,
          header.fortran_order ? fortran_strides(header.extents) : c_strides(header.extents)};
}

// A stream's bytes. The buffer's pages come into being as data arrives, so a header that lies costs nothing.
Array read_stream(os::Input& input, const Header& header) {
  Tensor buffer(header.dtype, header.extents);
  const auto bytes = static_cast<std::size_t>(header.data_bytes());
  const std::size_t got = input.read({buffer.data(), bytes});
  if (got < bytes) throw ended_early(input, header, static_cast<std::int64_t>(got));
  const std::byte* data = buffer.data();
  Array array = to_array(std::move(buffer));
  array.view = view_of(header, data);
  return array;
}

}  // namespace

Reader::Reader(std::shared_ptr<os::Input> input, Completeness completeness)
    : input_(std::move(input)), header_(read_header(*input_, dict_)) {
  if (!input_->size() || completeness == Completeness::unchecked) return;
  const std::int64_t left = *input_->size() - input_->position();
  if (left < header_.data_bytes())
    throw Error(ErrorKind::input, needs(*input_, header_) + "the file has " + std::to_string(left));
}

std::int64_t Reader::buffer_bytes() const { return input_->size() ? 0 : header_.data_bytes(); }

std::int64_t Reader::trailing_bytes() const {
  if (!input_->size() || input_->is_standard_input()) return 0;
  return *input_->size() - input_->position() - header_.data_bytes();
}

Array Reader::read() {
  if (auto bytes = input_->map(header_.data_bytes())) return {view_of(header_, bytes.get()), bytes};
  const std::int64_t needed = header_.data_bytes();
  const std::int64_t available = os::available_memory();
  if (needed > available) {
    throw Error(ErrorKind::resource, input_->name() + ": shape " + Shape(header_.extents).text() + " " +
                                         std::string(name_of(header_.dtype)) + " needs " +
                                         os::format_bytes(needed) + ", " + os::format_bytes(available) +
                                         " are available");
  }
  return read_stream(*input_, header_);
}

void Reader::skip() {
  for_each_run([](std::span<const std::byte>) {});
}

void Reader::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  const std::int64_t got = for_each_run_present(visit);
  if (got < header_.data_bytes()) throw ended_early(*input_, header_, got);
}

std::int64_t Reader::for_each_run_present(const std::function<void(std::span<const std::byte>)>& visit) {
  constexpr std::int64_t chunk = std::int64_t{1} << 18;  // whole elements of any dtype; stays in the L2 cache
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min(chunk, header_.data_bytes())));
  std::int64_t done = 0;
  while (done < header_.data_bytes()) {
    const auto wanted = static_cast<std::size_t>(std::min(chunk, header_.data_bytes() - done));
    const std::size_t got = input_->read(std::span(buffer).first(wanted));
    done += static_cast<std::int64_t>(got);
    visit(std::span<const std::byte>(buffer).first(got));
    if (got < wanted) break;
  }
  return done;
}

}  // namespace tcalc::npy
