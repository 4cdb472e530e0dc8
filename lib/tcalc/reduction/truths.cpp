// any all.
#include <array>

#include <tcalc/reduction/loops.hpp>
#include <tcalc/reduction/tables.hpp>

namespace tcalc::reductions {

namespace {

// Whether one of the bytes is true, or false: what is `wanted`.
template <bool wanted>
struct Found {
  [[gnu::always_inline]] static std::uint8_t is_it(Boolean element) {
    return static_cast<std::uint8_t>((element.byte != 0) == wanted ? 1 : 0);
  }
};

template <bool wanted>
struct FoundInLeaf : Found<wanted> {
  [[gnu::always_inline]] static void run(const Boolean* elements, std::int64_t count, std::int64_t,
                                         std::uint8_t* result) {
    std::uint8_t found = 0;
    for (std::int64_t i = 0; i < count; ++i)
      found = static_cast<std::uint8_t>(found | Found<wanted>::is_it(elements[i]));
    *result = found;
  }
};

template <bool wanted>
struct FoundInColumns : Found<wanted> {
  [[gnu::always_inline]] static void run(const Boolean* elements, std::int64_t stride, std::int64_t rows,
                                         std::int64_t width, std::int64_t, std::uint8_t* found) {
    std::fill_n(found, width, std::uint8_t{0});
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t c = 0; c < width; ++c)
        found[c] = static_cast<std::uint8_t>(found[c] | Found<wanted>::is_it(elements[row * stride + c]));
    }
  }
};

template <class T, bool wanted>
struct Truth {
  static constexpr bool defined = std::is_same_v<T, Boolean>;
  static constexpr InstructionSet widest = InstructionSet::avx2;
  using Accumulator = std::uint8_t;
  using Result = Boolean;
  using Leaf = FoundInLeaf<wanted>;
  using Columns = FoundInColumns<wanted>;
  static void combine(Accumulator& left, const Accumulator& right) { left = left | right; }
  static Result finish(const Accumulator& found, std::int64_t) {
    return {static_cast<std::uint8_t>((found != 0) == wanted ? 1 : 0)};
  }
  static Result empty() { return {static_cast<std::uint8_t>(wanted ? 0 : 1)}; }
};
template <class T>
using Any = Truth<T, true>;
template <class T>
using All = Truth<T, false>;

constexpr std::array table = {function<Any>("any"), function<All>("all")};

}  // namespace

std::span<const ReductionFunction> truths() { return table; }

}  // namespace tcalc::reductions
