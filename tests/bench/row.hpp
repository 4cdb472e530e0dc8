// A line of rows.txt: a product to be timed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::bench {

struct Row {
  std::string name;
  const Operation* operation = nullptr;
  Arguments arguments;
  Extents a, b;
  Dtype dtype = Dtype::float32;
  int one_true_in = 2;  // for booleans
  bool fortran_order = false;
};

// The table, without comments and targets. Throws Error{input} for what it does not understand.
std::vector<Row> read_rows(const std::string& path);

// An operand of the row: its view lies as the row says.
struct Values {
  Tensor tensor;
  TensorView view;
};
Values make_values(const Row& row, const Extents& extents, std::uint64_t seed);

}  // namespace tcalc::bench
