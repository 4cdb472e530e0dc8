// How elementwise functions are written: one generic function of elements, and a loop over a block of them
// for each dtype that it is defined for.
#pragma once

#include <algorithm>
#include <array>
#include <complex>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/kernel/narrow.hpp>
#include <tcalc/kernel/narrow_lanes.hpp>
#include <tcalc/kernel/widened.hpp>

namespace tcalc::loops {

// What functions compute with: narrow floats in float, bool as bool.
template <class T>
struct ComputeType {
  using type = Arithmetic<T>;
};
template <>
struct ComputeType<Boolean> {
  using type = bool;
};
template <class T>
using Compute = typename ComputeType<T>::type;

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;
template <class T>
concept Real = std::floating_point<T>;
template <class T>
concept Complex = is_complex<T>;
template <class T>
concept Inexact = Real<T> || Complex<T>;
template <class T>
concept Number = Integer<T> || Inexact<T>;

// How a result is stored that a function gives for elements stored as T.
template <class T, class Result>
struct StoredType {
  using type = Result;
};
template <class T>
struct StoredType<T, bool> {
  using type = Boolean;
};
template <NarrowFloat T>
struct StoredType<T, float> {
  using type = T;
};
// C++ computes with int what is narrower; the result wraps.
template <Integer T>
struct StoredType<T, int> {
  using type = std::conditional_t<(sizeof(T) < sizeof(int)), T, int>;
};

template <class T>
inline Compute<T> to_compute(T value) {
  if constexpr (std::is_same_v<T, Boolean>)
    return value.byte != 0;
  else
    return static_cast<Compute<T>>(value);
}

template <class Stored, class Result>
inline Stored to_stored(Result result) {
  if constexpr (std::is_same_v<Stored, Boolean>)
    return {static_cast<std::uint8_t>(result ? 1 : 0)};
  else
    return static_cast<Stored>(result);
}

// T for each index of a pack.
template <std::size_t, class T>
using ForEach = T;

template <class F, class T, std::size_t... operand>
constexpr bool is_defined(std::index_sequence<operand...>) {
  return std::is_invocable_v<F, ForEach<operand, Compute<T>>...>;
}

template <class F, class T, class Operands>
struct Each;
template <class F, class T, std::size_t... operand>
struct Each<F, T, std::index_sequence<operand...>> {
  using Result = std::invoke_result_t<F, ForEach<operand, Compute<T>>...>;
  using Stored = typename StoredType<T, Result>::type;

  [[gnu::always_inline]] static void run(const std::byte* const* operands, std::byte* result,
                                         std::int64_t count) {
    const F function;
    const auto typed = std::array{reinterpret_cast<const T*>(operands[operand])...};
    auto* __restrict__ out = reinterpret_cast<Stored*>(result);
    for (std::int64_t i = 0; i < count; ++i)
      out[i] = to_stored<Stored>(function(to_compute(typed[operand][i])...));
  }
};

// The same of narrow floats that have vectors of their own. Each of functions whose loops are vectors is
// widened, computed and narrowed in registers.
template <class F, VectorNarrowFloat T, std::size_t... operand>
struct Each<F, T, std::index_sequence<operand...>> {
  using Result = std::invoke_result_t<F, ForEach<operand, float>...>;
  using Stored = typename StoredType<T, Result>::type;
  using Operands = std::array<const T*, sizeof...(operand)>;

  template <std::size_t lanes>
  using Numbers = std::array<std::array<float, lanes>, sizeof...(operand)>;

  static void run(const std::byte* const* operands, std::byte* result, std::int64_t count) {
    run_from(0, typed(operands), reinterpret_cast<Stored*>(result), count);
  }
#if defined(__x86_64__)
  [[gnu::target("avx2,f16c")]] static void run_in_avx2(const std::byte* const* operands, std::byte* result,
                                                       std::int64_t count) {
    constexpr std::int64_t lanes = LanesOfAvx2::count;
    const Operands from = typed(operands);
    auto* const to = reinterpret_cast<Stored*>(result);
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
      Numbers<lanes> numbers;
      (LanesOfAvx2::widen(from[operand] + i, numbers[operand].data()), ...);
      if constexpr (std::is_same_v<Stored, T>) {
        std::array<float, lanes> results;
        compute<lanes>(numbers, results.data());
        LanesOfAvx2::narrow(results.data(), to + i);
      } else {
        compute<lanes>(numbers, to + i);
      }
    }
    run_from(i, from, to, count);
  }
  [[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] static void run_in_avx512(
      const std::byte* const* operands, std::byte* result, std::int64_t count) {
    constexpr std::int64_t lanes = LanesOfAvx512::count;
    const Operands from = typed(operands);
    auto* const to = reinterpret_cast<Stored*>(result);
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
      Numbers<lanes> numbers;
      (LanesOfAvx512::widen(from[operand] + i, numbers[operand].data()), ...);
      if constexpr (std::is_same_v<Stored, T>) {
        std::array<float, lanes> results;
        compute<lanes>(numbers, results.data());
        LanesOfAvx512::narrow(results.data(), to + i);
      } else {
        compute<lanes>(numbers, to + i);
      }
    }
    run_from(i, from, to, count);
  }
#endif

 private:
  static Operands typed(const std::byte* const* operands) {
    return {reinterpret_cast<const T*>(operands[operand])...};
  }
  static void run_from(std::int64_t first, const Operands& from, Stored* to, std::int64_t count) {
    const F function;
    for (std::int64_t i = first; i < count; ++i)
      to[i] = to_stored<Stored>(function(to_compute(from[operand][i])...));
  }
  template <std::size_t lanes, class To>
  [[gnu::always_inline]] static void compute(const Numbers<lanes>& numbers, To* results) {
    const F function;
    for (std::size_t j = 0; j < lanes; ++j) results[j] = to_stored<To>(function(numbers[operand][j]...));
  }
};

template <InstructionSet widest, class Each>
void run(const std::byte* const* operands, std::byte* result, std::int64_t count) {
#if defined(__x86_64__)
  if constexpr (widest != InstructionSet::baseline && requires { Each::run_in_avx512; }) {
    const InstructionSet set = instruction_set();
    return (set == InstructionSet::avx512 ? Each::run_in_avx512
            : set == InstructionSet::avx2 ? Each::run_in_avx2
                                          : Each::run)(operands, result, count);
  }
#endif
  run_widened<Each, widest>(operands, result, count);
}

// What compilers make long loops of and is slow all the same: it stays what every machine runs.
template <class T, class Stored>
constexpr bool is_widened = !(is_complex<T> && std::is_same_v<Stored, Boolean>);

template <std::size_t arity, InstructionSet widest, class F>
constexpr ElementFunction kernel_of(std::string_view name, F) {
  using Operands = std::make_index_sequence<arity>;
  ElementFunction made = {name, arity, {}};
  visit_all_dtypes([&]<class T>(TypeTag<T>) {
    if constexpr (is_defined<F, T>(Operands())) {
      using Loop = Each<F, T, Operands>;
      using Stored = typename Loop::Stored;
      constexpr InstructionSet used = is_widened<T, Stored> ? widest : InstructionSet::baseline;
      made.loops[static_cast<std::size_t>(dtype_of<T>())] = {dtype_of<T>(), dtype_of<Stored>(),
                                                             run<used, Loop>};
    }
  });
  return made;
}

// The loops of a function of `arity` elements, which is called F: a captureless lambda.
template <std::size_t arity, class F>
constexpr ElementFunction kernel(std::string_view name, F function) {
  return kernel_of<arity, InstructionSet::baseline>(name, function);
}
// The same of one that compilers make vectors of: it calls nothing that is not inlined.
template <std::size_t arity, class F>
constexpr ElementFunction vector_kernel(std::string_view name, F function) {
  return kernel_of<arity, InstructionSet::avx2>(name, function);
}
// A kernel of one element whose loops over these are of the widest vectors.
template <class... T, class F>
constexpr ElementFunction with_vectors_of(ElementFunction function, F) {
  ((function.loops[static_cast<std::size_t>(dtype_of<T>())].run =
        run<InstructionSet::avx512, Each<F, T, std::make_index_sequence<1>>>),
   ...);
  return function;
}
template <class F>
constexpr ElementFunction with_vectors(ElementFunction function, F made) {
  return with_vectors_of<Half, BFloat16, float, double>(function, made);
}

}  // namespace tcalc::loops
