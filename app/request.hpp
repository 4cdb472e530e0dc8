// Exactly what was typed, checked for nothing but its grammar. Opening, resolving and memory checks come
// after.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct Request {
  const Operation* operation = nullptr;
  std::vector<std::string> operands;  // as typed
  Arguments arguments;                // the operation's own options

  bool shape_only = false;
  bool json = false;
  bool full = false;
  bool quiet = false;
  bool sync = false;
  std::optional<int> precision;
  std::optional<std::string> out;  // "-" is standard output
  std::optional<Dtype> dtype;      // operands are converted to it
  std::uint64_t seed = 0;
  std::optional<int> threads;
  std::optional<std::int64_t> max_memory;  // bytes
};

}  // namespace tcalc::app
