// Sums against exact ones, beside those of numpy's pairwise summation.
#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/reduction/function.hpp>

using namespace tcalc;

namespace {

// numpy/core/src/umath/loops_utils.h: eight sums side by side of up to 128 elements, halves of more.
template <class T>
T numpy_sum(const T* elements, std::int64_t count) {
  constexpr std::int64_t lanes = 8, block = 128;
  if (count < lanes) {
    T sum = elements[0];
    for (std::int64_t i = 1; i < count; ++i) sum += elements[i];
    return sum;
  }
  if (count > block) {
    const std::int64_t half = count / 2 / lanes * lanes;
    return numpy_sum(elements, half) + numpy_sum(elements + half, count - half);
  }
  std::array<T, lanes> sums;
  std::copy_n(elements, lanes, sums.begin());
  std::int64_t i = lanes;
  for (; i + lanes <= count; i += lanes)
    for (std::size_t j = 0; j < lanes; ++j) sums[j] += elements[i + static_cast<std::int64_t>(j)];
  T sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < count; ++i) sum += elements[i];
  return sum;
}

// What is added is exact to 64 bits, and what each addition loses is added as well.
template <class T>
long double exact_sum(const T* elements, std::int64_t count) {
  long double sum = 0, lost = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const long double next = sum + elements[i], part = next - sum;
    lost += (sum - (next - part)) + (elements[i] - part);
    sum = next;
  }
  return sum + lost;
}

struct Kind {
  std::string name;
  // Of row, place and a normally distributed number.
  std::function<double(double, std::int64_t, double)> element;
};
const std::vector<Kind> kinds = {
    {"normal", [](double, std::int64_t, double x) { return x; }},
    {"positive", [](double, std::int64_t, double x) { return std::abs(x); }},
    {"of many sizes", [](double, std::int64_t, double x) { return std::exp(3 * x); }},
    {"all the same", [](double row, std::int64_t, double) { return 0.1 * row; }},
    {"nearly cancelling", [](double, std::int64_t i, double x) { return (i % 2 == 0 ? 1e3 : -1e3) + x; }},
    {"rising", [](double row, std::int64_t i, double) { return row * static_cast<double>(i); }},
    {"falling", [](double row, std::int64_t i, double) { return row / static_cast<double>(i + 1); }},
};

template <class T>
std::vector<T> sums_of_rows(const Tensor& tensor) {
  const ReductionLoop& loop = *find_loop(*find_reduction("sum"), tensor.dtype());
  BlockProgram program;
  program.finish(program.add_input(tensor.view()));
  std::vector<T> sums(static_cast<std::size_t>(tensor.extents()[0]));
  reduce_rows(program, loop, tensor.extents()[0], tensor.extents()[1], 1,
              reinterpret_cast<std::byte*>(sums.data()), {});
  return sums;
}

template <class T>
void check_errors(const Kind& kind, std::int64_t rows, std::int64_t length) {
  std::mt19937_64 engine(3);
  std::normal_distribution<double> normal;
  Tensor tensor(dtype_of<T>(), {rows, length});
  auto* const elements = reinterpret_cast<T*>(tensor.data());
  for (std::int64_t i = 0; i < rows * length; ++i) {
    const double row = 1 + static_cast<double>(i / length) / static_cast<double>(rows);
    elements[i] = static_cast<T>(kind.element(row, i % length, normal(engine)));
  }
  const std::vector<T> sums = sums_of_rows<T>(tensor);
  long double ours = 0, numpys = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    const T* const first = elements + row * length;
    const long double exact = exact_sum(first, length);
    // In units of what all sizes sum up to: no row counts for more than others.
    long double sizes = 0;
    for (std::int64_t i = 0; i < length; ++i) sizes += std::abs(first[i]);
    const long double error = (sums[static_cast<std::size_t>(row)] - exact) / sizes;
    const long double numpys_error = (numpy_sum(first, length) - exact) / sizes;
    ours += error * error;
    numpys += numpys_error * numpys_error;
  }
  INFO(kind.name << ", " << length << " of " << name_of(dtype_of<T>()) << ": "
                 << static_cast<double>(std::sqrt(ours / numpys)) << " of numpy's error");
  CHECK(ours <= numpys);
}

}  // namespace

TEST_CASE("sums are at least as exact as numpy's pairwise summation") {
  for (const Kind& kind : kinds) {
    for (const std::int64_t length : {100, 1000, 2048, 2100, 5000, 30000}) {
      const std::int64_t rows = length > 10000 ? 24 : 100;
      check_errors<float>(kind, rows, length);
      check_errors<double>(kind, rows, length);
    }
  }
}
