// What the functions of tcalc.hpp call: the operations on described arrays.
//
// All throw tcalc::Error: what the rule of the operation throws (see the headers in ops), Error{mismatch} for
// a target that cannot take the result's shape, Error{resource} where memory does not suffice. Then nothing
// was written, but a target may have been resized.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/export.hpp>
#include <tcalc/ops/call_options.hpp>

namespace tcalc::api {
inline namespace v0 {

TCALC_EXPORT void matmul(const ArrayRef& a, const ArrayRef& b, const MatmulOptions& options,
                         const Destination& result);
TCALC_EXPORT void dot(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void batch_dot(const ArrayRef& a, const ArrayRef& b, const BatchDotOptions& options,
                            const Destination& result);
TCALC_EXPORT void tensordot(const ArrayRef& a, const ArrayRef& b, const TensordotOptions& options,
                            const Destination& result);
TCALC_EXPORT void tensordot(const ArrayRef& a, const ArrayRef& b, std::int64_t count,
                            const Destination& result);
TCALC_EXPORT void inner(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void outer(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void vdot(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void vecdot(const ArrayRef& a, const ArrayRef& b, const VecdotOptions& options,
                         const Destination& result);
TCALC_EXPORT void matvec(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void vecmat(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void kron(const ArrayRef& a, const ArrayRef& b, const Destination& result);
TCALC_EXPORT void einsum(const std::string& spec, std::span<const ArrayRef> operands,
                         const EinsumOptions& options, const Destination& result);
TCALC_EXPORT void multi_dot(std::span<const ArrayRef> operands, const Destination& result);

// Throws Error{mismatch} where two shapes differ: of a target, and of the result it is to take.
TCALC_EXPORT void require_shape(const TargetRef& target, std::span<const std::int64_t> result);

}  // namespace v0
}  // namespace tcalc::api
