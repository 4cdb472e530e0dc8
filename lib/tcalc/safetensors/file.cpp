#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/safetensors/file.hpp>
#include <tcalc/safetensors/rules.hpp>

namespace tcalc::safetensors {

namespace {

std::shared_ptr<os::Input> regular_file(const std::string& path) {
  auto input = os::Input::open(path);
  if (!input->size())
    throw Error(ErrorKind::input,
                input->name() + ": not a safetensors file: it is empty or not a regular file",
                "its tensors are read from where they are, so it cannot come from a pipe");
  return input;
}

// Where a lie is found before anything is allocated.
std::int64_t read_length(os::Input& input) {
  std::array<std::byte, length_bytes> bytes;
  const std::size_t count = input.read(bytes);
  if (count < bytes.size())
    throw Error(ErrorKind::input, formatted("{}: not a safetensors file: it has {}, and needs more than 8",
                                            input.name(), counted(count, "byte")));
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) length |= std::to_integer<std::uint64_t>(bytes[i]) << 8 * i;
  const std::int64_t left = *input.size() - input.position();
  if (length > static_cast<std::uint64_t>(longest_header))
    throw Error(ErrorKind::input,
                formatted("{}: not a safetensors file: the header would have {} bytes, the format allows {}",
                          input.name(), length, longest_header));
  if (static_cast<std::int64_t>(length) > left)
    throw Error(ErrorKind::input, formatted("{}: truncated: the header has {} bytes, the file has {} of them",
                                            input.name(), length, left));
  return static_cast<std::int64_t>(length);
}

Header read_header(os::Input& input, std::int64_t bytes) {
  const auto length = static_cast<std::size_t>(bytes);
  if (const auto mapped = input.map(bytes))
    return parse_header({reinterpret_cast<const char*>(mapped.get()), length}, input.name(),
                        [&] { os::forget_pages(mapped.get()); });
  std::string text(length, '\0');
  const std::size_t got = input.read(std::as_writable_bytes(std::span(text)));
  return parse_header(std::string_view(text).substr(0, got), input.name());
}

}  // namespace

File::File(const std::string& path)
    : input_(regular_file(path)),
      header_bytes_(read_length(*input_)),
      header_(read_header(*input_, header_bytes_)) {}

std::vector<npy::Finding> File::findings() const { return findings_of(header_, header_bytes_, data_bytes()); }

void File::require_sound() const { npy::require_sound(findings(), name()); }

}  // namespace tcalc::safetensors
