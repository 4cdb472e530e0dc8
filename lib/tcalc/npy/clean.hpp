// An array written anew as numpy.save writes it, while it is being read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <tcalc/npy/header.hpp>

namespace tcalc::npy {

// Turns a stored array into a clean one: version 1.0, little-endian, in the order of axes that it has, bools
// 0 and 1.
class Cleaner {
 public:
  explicit Cleaner(const Header& header) : header_(header) {}

  // The header that comes first.
  std::string header() const;
  // A run of whole elements as they are to be written; valid until the next call.
  std::span<const std::byte> run(std::span<const std::byte> stored);

 private:
  Header header_;
  std::vector<std::byte> buffer_;
};

}  // namespace tcalc::npy
