// An array that is to be written under a name: what has to be known of it before its values are asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>

namespace tcalc::npy {

// What becomes of the members that a file has already.
enum class Others : std::uint8_t { kept, dropped };

struct NewMember {
  std::string name;
  Dtype dtype = Dtype::float64;
  Extents extents;
  Storage storage;
  std::function<Array()> values;  // of that dtype and those extents; called once, when it is written
};

}  // namespace tcalc::npy
