// A .gguf file that is open: its header is read, its tensors stay where they are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tcalc/gguf/header.hpp>
#include <tcalc/gguf/rules.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::gguf {

class File {
 public:
  // Throws Error{input} beginning with the path for what cannot be opened, is no regular file or has no
  // header that can be read.
  explicit File(const std::string& path);

  const std::string& name() const { return input_->name(); }  // as it appears in messages
  const Header& header() const { return header_; }
  const std::shared_ptr<os::Input>& input() const { return input_; }
  // Where the tensor's first byte is in the file. Of a sound file.
  std::int64_t position_of(const Tensor& tensor) const {
    return data_offset_of(header_) + static_cast<std::int64_t>(tensor.offset);
  }

  // What is wrong with it, and odd.
  std::vector<npy::Finding> findings() const { return findings_of(header_, *input_->size()); }

 private:
  std::shared_ptr<os::Input> input_;
  Header header_;
};

}  // namespace tcalc::gguf
