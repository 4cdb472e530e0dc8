#include <algorithm>
#include <utility>

#include <tcalc/os/file_part.hpp>

namespace tcalc::os {

FilePart::FilePart(std::shared_ptr<Input> file, std::int64_t begin, std::int64_t bytes, std::string name)
    : Input(std::move(name)), file_(std::move(file)), begin_(begin), bytes_(bytes) {}

std::size_t FilePart::read_at(std::int64_t position, std::span<std::byte> buffer) {
  const std::int64_t left = std::max<std::int64_t>(bytes_ - position, 0);
  const auto count = std::min(buffer.size(), static_cast<std::size_t>(left));
  return file_->read_at(begin_ + position, buffer.first(count));
}

std::size_t FilePart::read_some(std::span<std::byte> buffer) {
  const std::size_t count = read_at(next_position_, buffer);
  next_position_ += static_cast<std::int64_t>(count);
  return count;
}

bool FilePart::seek(std::int64_t position) {
  next_position_ = position;
  return true;
}

std::shared_ptr<const std::byte> FilePart::map_at(std::int64_t position, std::int64_t bytes) {
  return file_->map_at(begin_ + position, bytes);
}

}  // namespace tcalc::os
