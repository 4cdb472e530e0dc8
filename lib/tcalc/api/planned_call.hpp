// An operation on arrays of known layout, planned once: what tcalc::PlannedProduct holds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/core/hint.hpp>
#include <tcalc/export.hpp>

namespace tcalc::api {
inline namespace v0 {

// What is known of an operand before there is one: its extents, and its strides in elements.
struct Layout {
  std::vector<std::int64_t> extents, strides;
};

// C order. Throws UsageError for a negative extent.
TCALC_EXPORT Layout c_order(std::vector<std::int64_t> extents);

class TCALC_EXPORT PlannedCall {
 public:
  // Of operands of one dtype, which is the result's. Options are named as tcalc::shape_of names them. Throws
  // what the operation throws.
  PlannedCall(std::string_view operation, const std::vector<CallArgument>& options, Dtype dtype,
              std::vector<Layout> operands);

  const std::vector<std::int64_t>& shape() const;
  double flops() const;
  std::int64_t bytes() const;
  const std::vector<std::string>& path() const;

  // Operands of the layouts that it was planned for; other strides are planned for anew. Throws ShapeError
  // for other extents and dtypes, ResourceError where memory does not suffice.
  void operator()(std::span<const ArrayRef> operands, const Destination& result) const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;  // nothing of it changes, so all threads may call it
};

}  // namespace v0
}  // namespace tcalc::api
