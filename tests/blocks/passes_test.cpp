// Reductions of rows: on any number of threads, and how far sums are off.
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/reduction/tables.hpp>

using namespace tcalc;

namespace {

Tensor random_tensor(Dtype dtype, std::int64_t elements) {
  Tensor tensor(dtype, {elements});
  std::mt19937_64 engine(11);
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (std::int64_t i = 0; i < elements; ++i)
      element[i] = cast<T>(static_cast<double>(engine() % 2001) / 7 - 100);
  });
  return tensor;
}

std::vector<std::byte> reduced(const ReductionLoop& loop, const TensorView& view, std::int64_t rows,
                               std::int64_t length, int threads) {
  BlockProgram program;
  program.finish(program.add_conversion(program.add_input(view), loop.operand));
  std::vector<std::byte> result(static_cast<std::size_t>(rows * size_of(loop.result)));
  reduce_rows(program, loop, rows, length, threads, result.data(), {});
  return result;
}

// numpy.add.reduce of one row: halves down to 128 elements, eight sums side by side within them.
template <class T>
T numpy_sum(const T* elements, std::size_t count) {
  if (count < 8) {
    T sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += elements[i];
    return sum;
  }
  if (count > 128) {
    const std::size_t half = count / 2 / 8 * 8;
    return numpy_sum(elements, half) + numpy_sum(elements + half, count - half);
  }
  T sums[8];
  std::copy_n(elements, 8, sums);
  std::size_t i = 8;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t j = 0; j < 8; ++j) sums[j] += elements[i + j];
  }
  T sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < count; ++i) sum += elements[i];
  return sum;
}

// What is lost when they are added one after the other is added at the end.
template <class T>
long double exact_sum(const std::vector<T>& elements) {
  long double sum = 0, lost = 0;
  for (const T element : elements) {
    const auto next = static_cast<long double>(element);
    const long double longer = sum + next;
    lost += std::abs(sum) >= std::abs(next) ? (sum - longer) + next : (next - longer) + sum;
    sum = longer;
  }
  return sum + lost;
}

enum class Hard { positive, cancelling, of_all_sizes, one_large, growing };

template <class T>
std::vector<T> hard_elements(Hard kind, std::size_t count, std::mt19937_64& engine) {
  std::normal_distribution<T> normal(0, 1);
  std::vector<T> elements(count);
  for (std::size_t i = 0; i < count; ++i) {
    const T x = normal(engine), share = static_cast<T>(i) / static_cast<T>(count);
    switch (kind) {
      case Hard::positive:
        elements[i] = std::abs(x);
        break;
      case Hard::cancelling:
        elements[i] = i % 2 == 0 ? x : -elements[i - 1] * (1 + std::numeric_limits<T>::epsilon() * 8);
        break;
      case Hard::of_all_sizes:
        elements[i] = x * std::exp2(20 * normal(engine));
        break;
      case Hard::one_large:
        elements[i] = i == 0 ? T{1} : std::abs(x) * std::numeric_limits<T>::epsilon() / 4;
        break;
      case Hard::growing:
        elements[i] = std::abs(x) * std::exp2(40 * share);
        break;
    }
  }
  return elements;
}

// Our errors beside NumPy's, which on the average of many rows are the same; of one large element among small
// ones ours are 1.07 times theirs.
template <class T>
void check_sums() {
  const ReductionLoop& loop = *find_loop(*find_reduction("sum"), dtype_of<T>());
  std::mt19937_64 engine(5);
  long double ours = 0, theirs = 0;  // in units of the bound of one rounding
  for (const Hard kind :
       {Hard::positive, Hard::cancelling, Hard::of_all_sizes, Hard::one_large, Hard::growing}) {
    for (std::size_t count = 1000; count < 20'000; count += 1237) {
      const std::vector<T> elements = hard_elements<T>(kind, count, engine);
      const auto length = static_cast<std::int64_t>(count);
      Tensor tensor(dtype_of<T>(), {length});
      std::memcpy(tensor.data(), elements.data(), count * sizeof(T));
      const std::vector<std::byte> result = reduced(loop, tensor.view(), 1, length, 2);
      T sum = 0;
      std::memcpy(&sum, result.data(), sizeof(T));
      const long double exact = exact_sum(elements);
      long double sizes = 0;
      for (const T element : elements) sizes += std::abs(static_cast<long double>(element));
      const long double rounding = sizes * std::numeric_limits<T>::epsilon() / 2;
      const auto roundings_of = [&](T found) {
        return std::abs(static_cast<long double>(found) - exact) / rounding;
      };
      ours += roundings_of(sum);
      theirs += roundings_of(numpy_sum(elements.data(), count));
      const long double most = 25 + std::log2(static_cast<long double>(count) / 128);
      INFO("kind " << static_cast<int>(kind) << ", " << count << " elements of " << sizeof(T) << " bytes");
      CHECK(roundings_of(sum) <= most);
    }
  }
  CHECK(ours <= theirs * 1.25L);  // of so few rows
}

}  // namespace

TEST_CASE("reductions of rows have the same bits on any number of threads, computed or not") {
  struct Rows {
    std::int64_t rows, length;
  };
  const std::int64_t elements = 70'000;  // more than one thread takes at a time
  const Tensor narrow = random_tensor(Dtype::int8, elements);
  for (const auto table : {reductions::sums(), reductions::extremes(), reductions::truths()}) {
    for (const ReductionFunction& function : table) {
      for (const ReductionLoop& loop : function.loops) {
        if (loop.leaf == nullptr) continue;
        const Tensor stored = random_tensor(loop.operand, elements);
        for (const Rows& shape : {Rows{7, 1000}, Rows{3, 5001}, Rows{elements / 3, 3}, Rows{1, elements}}) {
          INFO(function.name << " of " << name_of(loop.operand) << " " << shape.rows << "," << shape.length);
          for (const Tensor* tensor : {&stored, &narrow}) {
            const auto alone = reduced(loop, tensor->view(), shape.rows, shape.length, 1);
            CHECK(reduced(loop, tensor->view(), shape.rows, shape.length, 3) == alone);
          }
        }
      }
    }
  }
}

TEST_CASE("squares are summed with the bits of a sum of what was squared before") {
  for (const Dtype dtype : {Dtype::float32, Dtype::float64}) {
    const std::int64_t length = 5001, rows = 3;
    const Tensor x = random_tensor(dtype, rows * length);
    Tensor squares(dtype, {rows * length});
    const ElementwiseLoop& square = find_elementwise("square")->loops[static_cast<std::size_t>(dtype)];
    const ElementwiseLoop& multiply = find_elementwise("multiply")->loops[static_cast<std::size_t>(dtype)];
    const std::byte* const operands[] = {x.data()};
    square.run(operands, squares.data(), rows * length);
    for (const std::string_view name : {"sum", "mean"}) {
      const ReductionLoop& loop = *find_loop(*find_reduction(name), dtype);
      REQUIRE(loop.leaf_of_squares != nullptr);
      const auto expected = reduced(loop, squares.view(), rows, length, 1);
      for (const bool by_square : {true, false}) {
        BlockProgram program;
        const int slot = program.add_input(x.view());
        program.finish(by_square ? program.add_step(square.run, {slot}, dtype)
                                 : program.add_step(multiply.run, {slot, slot}, dtype));
        std::vector<std::byte> result(static_cast<std::size_t>(rows * size_of(dtype)));
        reduce_rows(program, loop, rows, length, 2, result.data(), {});
        CHECK(result == expected);
      }
    }
  }
}

TEST_CASE("sums of hard elements are as far off as NumPy's") {
  check_sums<float>();
  check_sums<double>();
}
