// The public API: tcalc's operations on xtensor expressions.
//
//   xt::xarray<float> c = tcalc::matmul(a, b);
//   xt::xarray<float> d = tcalc::batch_dot(a, b, {.axes = {2, 1}});
//   tcalc::matmul(tcalc::out(c), a, b);                              // into memory that is there
//
// Operands are containers, views, adaptors and expressions of xtensor. Their elements are bool, the
// fixed-width integers, tcalc::Half, tcalc::BFloat16, float, double, and the complex ones; mixed types
// promote as in NumPy, integers wrap, and booleans are or-of-ands. The result is a new array of the promoted
// type: an xt::xtensor where types say its rank, else an xt::xarray. Every function also writes where the
// caller wants it, which out.hpp describes, and `matmul<std::int32_t>(a, b)` sums int8 operands in int32.
//
// What is not defined throws tcalc::ShapeError and says why, what does not fit into memory ResourceError,
// both before anything is written: see error.hpp.
//
// Products take as many threads as default_threads() says, and one in a forked child; a ThreadScope bounds
// them. No bit of a result depends on them.
//
// OpenBLAS is the program's as well as the library's, and its choice of kernels stands; tcalc::tune_blas()
// makes a better one, where there is one, and tcalc::version() says what runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tcalc/api/call.hpp>
#include <tcalc/error.hpp>
#include <tcalc/eval.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/ops/call_options.hpp>
#include <tcalc/out.hpp>
#include <tcalc/planned.hpp>
#include <tcalc/shape.hpp>
#include <tcalc/version.hpp>

namespace tcalc {
inline namespace v0 {

/// A stack of matrix products: (..., m, k) and (..., k, n) give (..., m, n); batch axes broadcast.
///
/// Source: numpy.matmul and tf.matmul. A 1-D operand is a row (a) or a column (b), without the axis that it
/// lacks in the result. {.transpose_b = true} swaps the last two axes of b first, {.adjoint_b = true} also
/// conjugates.
///
/// Throws ShapeError for a 0-D operand and for sizes that differ or do not broadcast, UsageError where an
/// operand is to be transposed and its adjoint taken.
template <class Result = void, class A, class B>
auto matmul(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const MatmulOptions& options = {}) {
  return api::product<Result, api::rank_of_matmul<A, B>()>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::matmul(x[0], x[1], options, to);
      },
      a, b);
}
template <class C, class A, class B>
void matmul(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
            const MatmulOptions& options = {}) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::matmul(x[0], x[1], options, to);
      },
      a, b);
}

/// Contracts the last axis of a with the second-to-last of b (its only one, where b is 1-D); nothing is
/// broadcast.
///
/// Source: numpy.dot, theano.tensor.dot and keras.backend.dot.
///
/// The result has the axes of a but its last, then those of b but its second-to-last. A 0-D operand scales
/// the other. Throws ShapeError where the contracted sizes differ.
template <class Result = void, class A, class B>
auto dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<Result, api::rank_of_dot<A, B>()>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::dot(x[0], x[1], to); }, a, b);
}
template <class C, class A, class B>
void dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result, [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::dot(x[0], x[1], to); },
      a, b);
}

/// One product for each element of a batch that both operands have.
///
/// Source: keras.backend.batch_dot, by default of Keras up to 2.2.4, under which it agrees with tf.matmul:
/// (9,8,7,4,2) and (9,8,7,2,5) give (9,8,7,4,5). With {.rule = KerasRule::from_2_2_5} that of later ones:
/// (9,8,7,4,8,7,5). {.axes = {2, 1}} says which axis of a and of b is contracted, {.axes = {1}} of both; by
/// default the last of a and the second-to-last of b.
///
/// A result of one axis gets a trailing 1: (32, 1). Throws ShapeError where batch sizes or contracted sizes
/// differ or an axis is out of range, UsageError for more than two axes.
template <class Result = void, class A, class B>
auto batch_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  return api::product<Result, api::dynamic_rank>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::batch_dot(x[0], x[1], options, to);
      },
      a, b);
}
template <class C, class A, class B>
void batch_dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::batch_dot(x[0], x[1], options, to);
      },
      a, b);
}

/// Contracts the last axis of a with the last of b; nothing is broadcast.
///
/// Source: numpy.inner. The result has the other axes of a, then those of b. A 0-D operand scales the other.
/// Throws ShapeError where the last sizes differ.
template <class A, class B>
auto inner(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, api::rank_of_dot<A, B>()>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::inner(x[0], x[1], to); }, a, b);
}
template <class C, class A, class B>
void inner(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result,
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::inner(x[0], x[1], to); }, a, b);
}

/// Every element of a times every element of b, both in C order.
///
/// Source: numpy.outer. The result is 2-D: elements of a, elements of b.
template <class A, class B>
auto outer(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, 2>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::outer(x[0], x[1], to); }, a, b);
}
template <class C, class A, class B>
void outer(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result,
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::outer(x[0], x[1], to); }, a, b);
}

/// The sum over all elements of the conjugate of a times b, both flattened in C order; 0-D.
///
/// Source: numpy.vdot. Throws ShapeError where the numbers of elements differ.
template <class A, class B>
auto vdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, 0>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::vdot(x[0], x[1], to); }, a, b);
}
template <class C, class A, class B>
void vdot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result, [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::vdot(x[0], x[1], to); },
      a, b);
}

/// A stack of inner products along one axis of both operands, by default the last; a is conjugated.
///
/// Source: numpy.vecdot (2.0). The result has the other axes, broadcast. Throws ShapeError for a 0-D operand,
/// an axis out of range, and sizes that differ or do not broadcast.
template <class A, class B>
auto vecdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const VecdotOptions& options = {}) {
  return api::product<void, api::rank_of_stack<A, B>(1, 1)>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::vecdot(x[0], x[1], options, to);
      },
      a, b);
}
template <class C, class A, class B>
void vecdot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
            const VecdotOptions& options = {}) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::vecdot(x[0], x[1], options, to);
      },
      a, b);
}

/// A stack of matrices times a stack of vectors: (..., m, n) and (..., n) give (..., m).
///
/// Source: numpy.matvec (2.2). Batch axes broadcast. Throws ShapeError for an a of less than two axes, a 0-D
/// b, and sizes that differ or do not broadcast.
template <class A, class B>
auto matvec(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, api::rank_of_stack<A, B>(2, 1)>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::matvec(x[0], x[1], to); }, a,
      b);
}
template <class C, class A, class B>
void matvec(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result,
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::matvec(x[0], x[1], to); }, a,
      b);
}

/// A stack of vectors, conjugated, times a stack of matrices: (..., n) and (..., n, m) give (..., m).
///
/// Source: numpy.vecmat (2.2). Batch axes broadcast. Throws ShapeError for a 0-D a, a b of less than two
/// axes, and sizes that differ or do not broadcast.
template <class A, class B>
auto vecmat(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, api::rank_of_stack<A, B>(1, 2)>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::vecmat(x[0], x[1], to); }, a,
      b);
}
template <class C, class A, class B>
void vecmat(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result,
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::vecmat(x[0], x[1], to); }, a,
      b);
}

/// The Kronecker product.
///
/// Source: numpy.kron. Shapes are multiplied axis by axis, the shorter one padded with leading 1s.
template <class A, class B>
auto kron(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return api::product<void, api::rank_of_kron<A, B>()>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::kron(x[0], x[1], to); }, a, b);
}
template <class C, class A, class B>
void kron(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  api::product_to(
      result, [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::kron(x[0], x[1], to); },
      a, b);
}

/// Contracts any axes of a with as many of b, in pairs: {.axes_a = {3}, .axes_b = {0}}.
///
/// Source: numpy.tensordot. The result has the free axes of a, then those of b, in their order. Throws
/// ShapeError for lists of different length, axes out of range or given twice, and sizes that differ.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const TensordotOptions& options) {
  return api::product<void, api::dynamic_rank>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], options, to);
      },
      a, b);
}
template <class C, class A, class B>
void tensordot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const TensordotOptions& options) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], options, to);
      },
      a, b);
}

/// The same with the axes in two lists, as xt::linalg::tensordot has them: tensordot(a, b, {2}, {1}).
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const std::vector<std::int64_t>& axes_a, const std::vector<std::int64_t>& axes_b) {
  return api::product<void, api::dynamic_rank>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], TensordotOptions{axes_a, axes_b}, to);
      },
      a, b);
}
template <class C, class A, class B>
void tensordot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const std::vector<std::int64_t>& axes_a, const std::vector<std::int64_t>& axes_b) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], TensordotOptions{axes_a, axes_b}, to);
      },
      a, b);
}

/// Contracts the last `count` axes of a with the first of b, in order.
///
/// Source: numpy.tensordot. Throws UsageError for a negative count, ShapeError for one that exceeds a rank.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, std::int64_t count = 2) {
  return api::product<void, api::dynamic_rank>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], count, to);
      },
      a, b);
}
template <class C, class A, class B>
void tensordot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               std::int64_t count = 2) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) {
        api::tensordot(x[0], x[1], count, to);
      },
      a, b);
}

/// Any sum of products of one operand or more: einsum("bhqd,bhkd->bhqk", q, k).
///
/// Source: numpy.einsum. A letter for each axis; letters that the output lacks are summed. Without -> the
/// output is every letter that occurs once, in ASCII order. A letter twice in one operand is its diagonal,
/// "..." stands for axes that broadcast, and an axis of size 1 broadcasts under its letter. Three operands or
/// more are contracted in the cheapest order.
///
/// Throws UsageError for a spec that is wrong by itself or has another number of terms than there are
/// operands, ShapeError where a term does not fit its operand, and for a letter of two sizes.
template <class... E>
auto einsum(const std::string& spec, const xt::xexpression<E>&... expressions) {
  return api::product<void, api::dynamic_rank>(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) { api::einsum(spec, x, {}, to); },
      expressions...);
}
template <class C, class... E>
void einsum(Out<C> result, const std::string& spec, const xt::xexpression<E>&... expressions) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) { api::einsum(spec, x, {}, to); },
      expressions...);
}

/// The same of operands of one type whose number is known when it runs: of a std::vector or a std::span.
template <api::ListOfOperands List>
auto einsum(const std::string& spec, const List& operands) {
  return api::product(
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) { api::einsum(spec, x, {}, to); },
      std::span(operands));
}
template <class C, api::ListOfOperands List>
void einsum(Out<C> result, const std::string& spec, const List& operands) {
  api::product_to(
      result,
      [&](std::span<const api::ArrayRef> x, const api::Destination& to) { api::einsum(spec, x, {}, to); },
      std::span(operands));
}

/// The product of a chain of matrices, in the cheapest order.
///
/// Source: numpy.linalg.multi_dot. The first operand may be 1-D, a row, and the last one 1-D, a column; all
/// others are 2-D. Throws ShapeError otherwise, and where neighbours' sizes differ.
template <class A, class B, class... E>
auto multi_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const xt::xexpression<E>&... more) {
  return api::product<void, api::dynamic_rank>(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::multi_dot(x, to); }, a, b,
      more...);
}
template <class C, class A, class B, class... E>
void multi_dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const xt::xexpression<E>&... more) {
  api::product_to(
      result, [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::multi_dot(x, to); }, a,
      b, more...);
}

/// The same of operands of one type whose number is known when it runs: of a std::vector or a std::span.
template <api::ListOfOperands List>
auto multi_dot(const List& operands) {
  return api::product(
      [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::multi_dot(x, to); },
      std::span(operands));
}
template <class C, api::ListOfOperands List>
void multi_dot(Out<C> result, const List& operands) {
  api::product_to(
      result, [](std::span<const api::ArrayRef> x, const api::Destination& to) { api::multi_dot(x, to); },
      std::span(operands));
}

}  // namespace v0
}  // namespace tcalc
