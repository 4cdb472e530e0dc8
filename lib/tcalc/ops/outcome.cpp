#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/ops/outcome.hpp>

namespace tcalc {

namespace {

// The result's dims: products where axes are merged.
Dims dims_of(const Contraction& contraction, const std::vector<int>& merged_axes) {
  Dims dims = contraction.result_dims();
  if (merged_axes.empty()) return dims;
  Dims products;
  auto first = dims.begin();
  for (const int count : merged_axes) {
    products.push_back(product({first, first + count}));
    first += count;
  }
  return products;
}

void check_result(std::string_view operation, const Contraction& contraction, const Dims& dims, bool merged) {
  const std::string subject = std::string(operation) + ": result ";
  if (dims.size() > max_rank) throw Error(ErrorKind::mismatch, subject + *Shape::defect(dims));
  // The labels, not their products: one that overflows is unknown among the dims.
  std::vector<std::int64_t> sizes;
  for (const int label : contraction.result) {
    const Dim& extent = contraction.extent(label);
    if (extent.is_known()) sizes.push_back(extent.size());
  }
  if (!checked_product(sizes)) {
    const std::string shape = merged ? "" : text_of(dims) + " ";
    throw Error(ErrorKind::resource, subject + shape + "has too many elements");
  }
}

}  // namespace

Outcome contracted(std::string_view operation, std::span<const Operand> operands, Contraction contraction,
                   std::optional<Dtype> dtype) {
  return contracted(operation, dtype ? dtype : promoted(operands), std::move(contraction));
}

Outcome contracted(std::string_view operation, std::optional<Dtype> dtype, Contraction contraction,
                   std::vector<int> merged_axes) {
  Dims dims = dims_of(contraction, merged_axes);
  check_result(operation, contraction, dims, !merged_axes.empty());
  Outcome outcome = {Shape(std::move(dims)), dtype, std::move(contraction)};
  outcome.merged_axes = std::move(merged_axes);
  return outcome;
}

const Contraction& contraction_of(const Outcome& outcome) {
  if (const auto* contraction = std::get_if<Contraction>(&outcome.work)) return *contraction;
  throw Error(ErrorKind::mismatch, "only a product of arrays has axes that pair up");
}

}  // namespace tcalc
