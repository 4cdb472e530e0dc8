#include <algorithm>
#include <string>

#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/window.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

std::string needs(const os::Input& input, const Header& header) {
  const std::string shape = Shape(header.extents).text();
  return formatted("{}: truncated: shape {} {} needs {} bytes of data, ", input.name(), shape,
                   name_of(header.dtype), header.data_bytes());
}

}  // namespace

Error ended_early(const os::Input& input, const Header& header, std::int64_t got) {
  const std::string amount = counted(got, "byte");
  return {ErrorKind::input, needs(input, header) + "the stream ended after " + amount};
}

Error too_short(const os::Input& input, const Header& header, std::int64_t bytes) {
  return {ErrorKind::input, formatted("{}the file has {}", needs(input, header), bytes)};
}

Window::Window(os::Input& input, const Header& header)
    : input_(input),
      header_(header),
      buffer_(static_cast<std::size_t>(std::min(run_bytes, header.data_bytes()))) {}

std::span<const std::byte> Window::at(std::int64_t place) {
  const std::int64_t byte = place * size_of(header_.dtype);
  if (byte >= end_) {
    pass_to(byte);
    const auto wanted = std::min(static_cast<std::int64_t>(buffer_.size()), header_.data_bytes() - byte);
    const std::size_t got = input_.read(std::span(buffer_).first(static_cast<std::size_t>(wanted)));
    begin_ = byte;
    end_ = byte + static_cast<std::int64_t>(got);
    if (end_ < byte + wanted) throw ended_early(input_, header_, end_);
  }
  return std::span(buffer_).subspan(static_cast<std::size_t>(byte - begin_),
                                    static_cast<std::size_t>(end_ - byte));
}

void Window::pass_to(std::int64_t byte) {
  const std::int64_t passed = input_.skip(byte - end_);
  if (passed < byte - end_) throw ended_early(input_, header_, end_ + passed);
  begin_ = end_ = byte;
}

}  // namespace tcalc::npy
