// A run of bytes of a regular file, as an input of its own: an array of a file that holds many.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <tcalc/os/input.hpp>

namespace tcalc::os {

class FilePart final : public Input {
 public:
  // `bytes` of the file from `begin` on, which are there. Any number of parts share a file.
  FilePart(std::shared_ptr<Input> file, std::int64_t begin, std::int64_t bytes, std::string name);

  std::optional<FileIdentity> identity() const override { return file_->identity(); }
  std::string stamp() const override { return file_->stamp(); }
  std::optional<std::int64_t> size() const override { return bytes_; }
  bool is_mappable() const override { return file_->is_mappable(); }
  std::int64_t offset_in_file() const override { return file_->offset_in_file() + begin_; }
  std::size_t read_at(std::int64_t position, std::span<std::byte> buffer) override;
  void check_unchanged() override { file_->check_unchanged(); }

 private:
  std::size_t read_some(std::span<std::byte> buffer) override;
  bool seek(std::int64_t position) override;
  std::shared_ptr<const std::byte> map_at(std::int64_t position, std::int64_t bytes) override;

  std::shared_ptr<Input> file_;
  std::int64_t begin_, bytes_;
  std::int64_t next_position_ = 0;  // what read_some() reads next
};

}  // namespace tcalc::os
