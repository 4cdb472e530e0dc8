#include <algorithm>
#include <span>

#include <tcalc/core/error.hpp>
#include <tcalc/gguf/file.hpp>

namespace tcalc::gguf {

namespace {

std::shared_ptr<os::Input> regular_file(const std::string& path) {
  auto input = os::Input::open(path);
  if (!input->size())
    throw Error(ErrorKind::input, input->name() + ": not a GGUF file: it is empty or not a regular file",
                "its tensors are read from where they are, so it cannot come from a pipe");
  return input;
}

Header read_header(os::Input& input) {
  const auto size = static_cast<std::size_t>(*input.size());
  const std::size_t most = std::min(size, longest_header);
  const bool is_whole = most == size;
  if (const auto mapped = input.map(static_cast<std::int64_t>(most)))
    return parse_header({mapped.get(), most}, is_whole, input.name());
  std::vector<std::byte> bytes(most);
  const std::size_t got = input.read(bytes);
  return parse_header(std::span(bytes).first(got), is_whole, input.name());
}

}  // namespace

File::File(const std::string& path) : input_(regular_file(path)), header_(read_header(*input_)) {}

}  // namespace tcalc::gguf
