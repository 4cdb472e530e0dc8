// A line of rows.txt: a product to be timed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::bench {

// How the product is asked for, and how its operands lie.
enum class Layout {
  c_order,
  fortran_order,
  xarray,  // C order, through tcalc.hpp, with a new result
  out,     // the same, into a result that is there
  slices,  // and a call for each matrix of a stack
};

struct Row {
  std::string name;
  const Operation* operation = nullptr;
  Arguments arguments;
  std::vector<Extents> operands;
  std::vector<Dtype> dtypes;  // of each operand
  int one_true_in = 2;        // for booleans
  Layout layout = Layout::c_order;
};

// The table, without comments and targets. Throws Error{input} for what it does not understand.
std::vector<Row> read_rows(const std::string& path);

// An operand of the row: its view lies as the row says.
struct Values {
  Tensor tensor;
  TensorView view;
};
Values make_values(const Row& row, std::size_t operand);

}  // namespace tcalc::bench
