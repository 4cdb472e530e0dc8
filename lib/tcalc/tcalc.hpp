// The public API: tcalc's operations on xtensor expressions.
//
//   xt::xarray<float> c = tcalc::matmul(a, b);
//   xt::xarray<float> d = tcalc::batch_dot(a, b, {.axes = {2, 1}});
//
// Elements are bool, the fixed-width integers, tcalc::Half, tcalc::BFloat16, float, double, and the complex
// ones; mixed types promote as in NumPy. The result is an xt::xarray of the promoted type. A product that is
// not defined throws tcalc::Error{mismatch} and says why.
//
// Every function also writes where the caller wants it, which out.hpp describes:
//
//   tcalc::matmul(tcalc::out(c), a, b);
//
// Products take as many threads as default_threads() says, and one in a forked child; a ThreadScope bounds
// them.
//
// OpenBLAS is the program's as well as the library's, and its choice of kernels stands; tcalc::tune_blas()
// makes a better one, where there is one, and tcalc::version() says what runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/expressions.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/kron.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/multi_dot.hpp>
#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/ops/vecdot.hpp>
#include <tcalc/ops/vecmat.hpp>
#include <tcalc/out.hpp>
#include <tcalc/product.hpp>
#include <tcalc/version.hpp>
#include <tcalc/xarray.hpp>
#include <tcalc/xtensor_view.hpp>

namespace tcalc {
inline namespace v0 {

// numpy.matmul and tf.matmul; see ops/matmul.hpp. `matmul<std::int32_t>(a, b)` sums int8 operands in int32.
template <class Result = void, class A, class B>
auto matmul(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const MatmulOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return matmul(x, y, options); };
  return detail::product<Result>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void matmul(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
            const MatmulOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return matmul(x, y, options); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.dot and keras.backend.dot; see ops/dot.hpp.
template <class Result = void, class A, class B>
auto dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return dot(x, y); };
  return detail::product<Result>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return dot(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// keras.backend.batch_dot; see ops/batch_dot.hpp.
template <class Result = void, class A, class B>
auto batch_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return batch_dot(x, y, options); };
  return detail::product<Result>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void batch_dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return batch_dot(x, y, options); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.tensordot over the listed axes; see ops/tensordot.hpp.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const TensordotOptions& options) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, options); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void tensordot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const TensordotOptions& options) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, options); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.tensordot over the last `count` axes of a and the first of b.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, std::int64_t count = 2) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, count); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void tensordot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               std::int64_t count = 2) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, count); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.inner; see ops/inner.hpp.
template <class A, class B>
auto inner(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return inner(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void inner(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return inner(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.outer; see ops/outer.hpp.
template <class A, class B>
auto outer(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return outer(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void outer(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return outer(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.vdot; see ops/vdot.hpp.
template <class A, class B>
auto vdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return vdot(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void vdot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return vdot(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.vecdot; see ops/vecdot.hpp.
template <class A, class B>
auto vecdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const VecdotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return vecdot(x, y, options); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void vecdot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
            const VecdotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return vecdot(x, y, options); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.matvec; see ops/matvec.hpp.
template <class A, class B>
auto matvec(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return matvec(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void matvec(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return matvec(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.vecmat; see ops/vecmat.hpp.
template <class A, class B>
auto vecmat(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return vecmat(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void vecmat(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return vecmat(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.kron; see ops/kron.hpp.
template <class A, class B>
auto kron(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return kron(x, y); };
  return detail::product<void>(detail::of_two(rule), a, b);
}
template <class C, class A, class B>
void kron(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  const auto rule = [](const Operand& x, const Operand& y) { return kron(x, y); };
  detail::write(std::move(result), detail::of_two(rule), a, b);
}

// numpy.einsum on one expression or more: einsum("bhqd,bhkd->bhqk", q, k); see ops/einsum.hpp.
template <class... E>
auto einsum(const std::string& spec, const xt::xexpression<E>&... expressions) {
  const auto rule = [&](std::span<const Operand> operands) { return einsum(spec, operands); };
  return detail::product<void>(rule, expressions...);
}
template <class C, class... E>
void einsum(Out<C> result, const std::string& spec, const xt::xexpression<E>&... expressions) {
  const auto rule = [&](std::span<const Operand> operands) { return einsum(spec, operands); };
  detail::write(std::move(result), rule, expressions...);
}

// numpy.linalg.multi_dot on two expressions or more; see ops/multi_dot.hpp.
template <class A, class B, class... E>
auto multi_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const xt::xexpression<E>&... more) {
  const auto rule = [](std::span<const Operand> operands) { return multi_dot(operands); };
  return detail::product<void>(rule, a, b, more...);
}
template <class C, class A, class B, class... E>
void multi_dot(Out<C> result, const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const xt::xexpression<E>&... more) {
  const auto rule = [](std::span<const Operand> operands) { return multi_dot(operands); };
  detail::write(std::move(result), rule, a, b, more...);
}

}  // namespace v0
}  // namespace tcalc
