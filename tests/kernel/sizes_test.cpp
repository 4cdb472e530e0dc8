// Every kernel over every size from 0 to 33 in m, n and k, in each layout that picks another way of reading
// the operands. Run once for each instruction set: see tests/CMakeLists.txt.
#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/matmul.hpp>

using namespace tcalc;

namespace {

constexpr std::int64_t largest = 33;

bool is_tried(std::int64_t size) {
  if (!test::sampled) return true;
  // Those beside the widths of vectors and tiles.
  constexpr std::array<std::int64_t, 9> edges = {0, 1, 3, 4, 7, 8, 15, 17, 33};
  return std::find(edges.begin(), edges.end(), size) != edges.end();
}

enum class Reading { in_place, left_transposed, right_transposed, unaligned };

// A square of small whole numbers: every sum is exact in every dtype, so any order of summation gives the
// same.
template <class T>
struct Square {
  std::vector<std::byte> bytes = std::vector<std::byte>(largest * largest * sizeof(T) + 1);
  std::vector<int> values = std::vector<int>(largest * largest);
  bool transposed = false;
  std::size_t shift = 0;

  Square(std::mt19937& engine, bool as_columns, bool off_by_one)
      : transposed(as_columns), shift(off_by_one ? 1 : 0) {
    for (std::int64_t i = 0; i < largest; ++i) {
      for (std::int64_t j = 0; j < largest; ++j) {
        const int value =
            std::is_same_v<T, Boolean> ? static_cast<int>(engine() % 5 == 0) : static_cast<int>(engine() % 5);
        values[static_cast<std::size_t>(i * largest + j)] = value;
        const T stored = cast<T>(static_cast<std::int32_t>(value));
        const std::int64_t at = transposed ? j * largest + i : i * largest + j;
        std::memcpy(bytes.data() + shift + static_cast<std::size_t>(at) * sizeof(T), &stored, sizeof(T));
      }
    }
  }

  // Its top left corner.
  TensorView view(std::int64_t rows, std::int64_t columns) const {
    return {bytes.data() + shift,
            dtype_of<T>(),
            false,
            {rows, columns},
            transposed ? Strides{1, largest} : Strides{largest, 1},
            shift == 0 || sizeof(T) == 1};
  }
};

// Whether the product of two corners is right; `sums` are those over the first k.
template <class T>
bool right(const Tensor& result, const std::vector<int>& sums, std::int64_t m, std::int64_t n) {
  const T* values = reinterpret_cast<const T*>(result.data());
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      const T expected = cast<T>(static_cast<std::int32_t>(sums[static_cast<std::size_t>(i * largest + j)]));
      if (!(values[i * n + j] == expected)) return false;
    }
  }
  return true;
}

template <class T>
std::string first_wrong_size(Reading reading) {
  std::mt19937 engine(5);
  const Square<T> a(engine, reading == Reading::left_transposed, reading == Reading::unaligned);
  const Square<T> b(engine, reading == Reading::right_transposed, reading == Reading::unaligned);
  std::vector<int> sums(largest * largest);
  for (std::int64_t k = 0; k <= largest; ++k) {
    for (std::int64_t i = 0; k > 0 && i < largest; ++i) {
      for (std::int64_t j = 0; j < largest; ++j) {
        sums[static_cast<std::size_t>(i * largest + j)] +=
            a.values[static_cast<std::size_t>(i * largest + k - 1)] *
            b.values[static_cast<std::size_t>((k - 1) * largest + j)];
      }
    }
    if (!is_tried(k)) continue;
    for (std::int64_t m = 0; m <= largest; ++m) {
      for (std::int64_t n = 0; n <= largest; ++n) {
        if (!is_tried(m) || !is_tried(n)) continue;
        const TensorView left = a.view(m, k);
        const TensorView right_view = b.view(k, n);
        const Contraction product = matmul({"A", Shape(left.extents)}, {"B", Shape(right_view.extents)});
        Tensor result(dtype_of<T>(), {m, n});
        execute(make_plan(product, left, right_view), left, right_view, result.data(), 1);
        if (!right<T>(result, sums, m, n)) {
          return "m " + std::to_string(m) + ", n " + std::to_string(n) + ", k " + std::to_string(k);
        }
      }
    }
  }
  return {};
}

}  // namespace

TEST_CASE("every size from 0 to 33 is right in every dtype and reading", "[instruction_sets]") {
  for (int dtype = 0; dtype < computed_dtype_count; ++dtype) {
    visit_dtype(static_cast<Dtype>(dtype), [](auto tag) {
      using T = typename decltype(tag)::type;
      for (const Reading reading :
           {Reading::in_place, Reading::left_transposed, Reading::right_transposed, Reading::unaligned}) {
        CAPTURE(name_of(dtype_of<T>()), int(reading));
        CHECK(first_wrong_size<T>(reading) == "");
      }
    });
  }
}
