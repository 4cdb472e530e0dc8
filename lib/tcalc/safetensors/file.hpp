// A .safetensors file that is open: its header is read, its tensors stay where they are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tcalc/npy/lint.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/safetensors/header.hpp>

namespace tcalc::safetensors {

class File {
 public:
  // Throws Error{input} beginning with the path for what cannot be opened, is no regular file or has no
  // header that can be read.
  explicit File(const std::string& path);

  const std::string& name() const { return input_->name(); }  // as it appears in messages
  const Header& header() const { return header_; }
  const std::shared_ptr<os::Input>& input() const { return input_; }
  // Where the first byte of data is in the file.
  std::int64_t data_offset() const { return length_bytes + header_bytes_; }
  std::int64_t data_bytes() const { return *input_->size() - data_offset(); }

  // What is wrong with it, and odd.
  std::vector<npy::Finding> findings() const;
  // Throws Error{input} with the first defect.
  void require_sound() const;

 private:
  std::shared_ptr<os::Input> input_;
  std::int64_t header_bytes_ = 0;
  Header header_;
};

}  // namespace tcalc::safetensors
