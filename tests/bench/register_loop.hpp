// Multiply-adds on registers alone, of whatever width the including file is compiled for.
#pragma once

#include <cstdint>

namespace tcalc::bench {

// In an unnamed namespace: each file has copies of its own, for its own instructions.
namespace {

// Sums that depend on nothing else hide the latency: 2 instructions a cycle of 5 cycles each need 10. In
// pairs, for the sequence that has two kinds of sum.
constexpr int pairs = 6;

template <class V, class Step>
void repeat(std::int64_t steps, V factor, Step step) {
  V first[pairs], second[pairs];
  // Each loop over the sums is unrolled, or GCC keeps them in memory.
#pragma GCC unroll 6
  for (int i = 0; i < pairs; ++i) first[i] = second[i] = factor;
  for (std::int64_t n = 0; n < steps; ++n) {
#pragma GCC unroll 6
    for (int i = 0; i < pairs; ++i) {
      // The compiler must take the factor for a new one, or it computes the product once.
      asm volatile("" : "+v"(factor));
      step(factor, first[i], second[i]);
    }
  }
#pragma GCC unroll 6
  for (int i = 0; i < pairs; ++i) asm volatile("" : : "v"(first[i]), "v"(second[i]));
}

// The same operation for both sums, each with a product of its own.
template <class V, class Add>
void repeat_alike(std::int64_t steps, V factor, Add add) {
  repeat(steps, factor, [add](V& x, V& first, V& second) {
    first = add(x, first);
    asm volatile("" : "+v"(x));
    second = add(x, second);
  });
}

}  // namespace

}  // namespace tcalc::bench
