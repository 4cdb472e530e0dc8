// Views of the same elements: transposed, reshaped, broadcast, in rows.
#include <numeric>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/view/apply.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/reshape.hpp>
#include <tcalc/view/rows.hpp>
#include <tcalc/view/transpose.hpp>

using namespace tcalc;

namespace {

TensorView layout(Extents extents, Strides strides) {
  TensorView view;
  view.extents = std::move(extents);
  view.strides = std::move(strides);
  return view;
}

// 0, 1, 2, ... in C order.
Tensor counting(const Extents& extents) {
  Tensor tensor(Dtype::int64, extents);
  auto* elements = reinterpret_cast<std::int64_t*>(tensor.data());
  std::iota(elements, elements + count(extents), std::int64_t{0});
  return tensor;
}

std::vector<std::int64_t> elements_of(const TensorView& view) {
  std::vector<std::int64_t> elements(static_cast<std::size_t>(count(view.extents)));
  convert_into(view, Dtype::int64, reinterpret_cast<std::byte*>(elements.data()));
  return elements;
}

}  // namespace

TEST_CASE("a view is flattened where its strides can say so") {
  const auto flat = [](Extents extents, Strides strides) -> std::optional<Strides> {
    const TensorView view = layout(std::move(extents), std::move(strides));
    const auto result = reshaped(view, {count(view.extents)});
    if (!result) return std::nullopt;
    CHECK(result->extents == Extents{count(view.extents)});
    return result->strides;
  };
  CHECK(flat({2, 3, 4}, {12, 4, 1}) == Strides{1});
  CHECK(flat({2, 3, 4}, {1, 2, 6}) == std::nullopt);
  CHECK(flat({2, 3, 4}, {24, 8, 2}) == Strides{2});
  CHECK(flat({1, 5, 1}, {99, -3, 7}) == Strides{-3});
  CHECK(flat({2, 0}, {0, 1}).has_value());
  CHECK(flat({3, 0, 2}, {1, 3, 3}) == Strides{1});
  CHECK(flat({}, {}) == Strides{1});
  CHECK(flat({2, 3}, {0, 1}) == std::nullopt);
  CHECK(flat({2, 3}, {0, 0}) == Strides{0});
}

TEST_CASE("a reshape divides and joins axes that step evenly, and copies no others") {
  const Tensor tensor = counting({2, 3, 4});
  const std::vector<std::int64_t> in_order = elements_of(tensor.view());
  const std::vector<Extents> shapes = {{24},          {4, 6}, {6, 4}, {2, 3, 2, 2},
                                       {1, 2, 1, 12}, {8, 3}, {3, 8}, {24, 1}};
  for (const std::vector<int>& axes : {std::vector{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}}) {
    const TensorView view = transposed(tensor.view(), axes);
    for (const Extents& extents : shapes) {
      CAPTURE(axes, extents);
      const Array array = reshaped_or_copied(view, extents);
      CHECK(array.view.extents == extents);
      CHECK(elements_of(array.view) == elements_of(view));
    }
  }
  // (2, 3, 4) with the last two exchanged: the first axis stands alone.
  const TensorView exchanged = transposed(tensor.view(), std::vector{0, 2, 1});
  CHECK(reshaped(exchanged, {2, 2, 2, 3})->strides == Strides{12, 2, 1, 4});
  CHECK_FALSE(reshaped(exchanged, {8, 3}).has_value());
  CHECK_FALSE(reshaped(exchanged, {24}).has_value());
  CHECK_FALSE(reshaped(exchanged, {4, 6}).has_value());
}

TEST_CASE("sizes of a reshape are checked, and one may be left open") {
  CHECK(reshaped_extents({2, 3, 4}, {4, -1}, "x: ") == Extents{4, 6});
  CHECK(reshaped_extents({0, 3}, {3, 0}, "x: ") == Extents{3, 0});
  CHECK_THROWS_WITH(reshaped_extents({2, 3}, {4, -1}, "x: "), "x: 6 elements do not fit shape 4,-1");
  CHECK_THROWS_WITH(reshaped_extents({0, 3}, {0, -1}, "x: "), "x: 0 elements do not fit shape 0,-1");
  CHECK_THROWS_WITH(reshaped_extents({2, 3}, {-1, -1}, "x: "), "x: only one size can be -1");
  CHECK_THROWS_WITH(reshaped_extents({2, 3}, {-2}, "x: "), "x: sizes cannot be negative, but -2 is");
  CHECK_THROWS_WITH(reshaped_extents({1}, std::vector<std::int64_t>(65, 1), "x: "), "x: more than 64 axes");
  CHECK_THROWS_WITH(reshaped_extents({2, 3}, {INT64_MAX, 2}, "x: "),
                    "x: 6 elements do not fit shape 9223372036854775807,2");
  CHECK_THROWS_WITH(reshaped_extents({2, 3}, {INT64_MAX, 2, -1}, "x: "),
                    "x: 6 elements do not fit shape 9223372036854775807,2,-1");
}

TEST_CASE("a permutation names every axis once") {
  CHECK(permutation_of({-1, 0, 1}, 3, "a", "x: ") == std::vector{2, 0, 1});
  CHECK_THROWS_WITH(permutation_of({0, 3, 1}, 3, "a", "x: "),
                    "x: axis 3 of a is out of range: a has 3 axes, numbered -3 to 2");
  CHECK_THROWS_WITH(permutation_of({0, -3, 1}, 3, "a", "x: "), "x: axis 0 of a is given twice");
  CHECK_THROWS_WITH(permutation_of({0, 1}, 3, "a", "x: "),
                    "x: expected a permutation of all 3 axes of a, got 2");
}

TEST_CASE("a broadcast view repeats its elements with strides of 0") {
  const Tensor tensor = counting({3, 1});
  const TensorView view = broadcast_to(tensor.view(), {2, 3, 2});
  CHECK(view.strides == Strides{0, 1, 0});
  CHECK(elements_of(view) == std::vector<std::int64_t>{0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2});
}

TEST_CASE("rows are a range along any axis, of a layout too") {
  const Tensor tensor = counting({2, 3});
  CHECK(elements_of(rows_of(tensor.view(), 1, 1, 2)) == std::vector<std::int64_t>{1, 2, 4, 5});
  const TensorView alone = rows_of(contiguous(Dtype::int64, {2, 3}), 0, 1, 1);
  CHECK(alone.data == nullptr);
  CHECK(alone.extents == Extents{1, 3});
}

TEST_CASE("a change of view is carried out on views and on layouts") {
  const Tensor tensor = counting({2, 3});
  const Walk last_column = {{0, 2}, {{{0, 1}}}};
  CHECK(elements_of(*changed(tensor.view(), last_column, {2})) == std::vector<std::int64_t>{2, 5});
  CHECK(changed(contiguous(Dtype::int64, {2, 3}), last_column, {2})->strides == Strides{3});
  const Walk diagonal = {{0, 1}, {{{0, 1}, {1, 1}}}};
  CHECK(elements_of(*changed(tensor.view(), diagonal, {2})) == std::vector<std::int64_t>{1, 5});
  const Walk windows = {{1, 2}, {{{0, -1}}, {{1, -1}}, {}, {{1, -1}}}};
  CHECK(elements_of(*changed(tensor.view(), windows, {2, 2, 1, 2})) ==
        std::vector<std::int64_t>{5, 4, 4, 3, 2, 1, 1, 0});
  const Walk far = {{1, 5}, {{{1, INT64_MAX}}}};
  CHECK(elements_of(*changed(tensor.view(), far, {0})).empty());
  const TensorView turned = *changed(tensor.view(), Permutation{{1, 0}}, {3, 2});
  CHECK(elements_of(turned) == std::vector<std::int64_t>{0, 3, 1, 4, 2, 5});
  CHECK_FALSE(changed(turned, Reshape{}, {6}).has_value());
  CHECK(elements_of(*changed(tensor.view(), Reshape{}, {6})) == elements_of(tensor.view()));
  CHECK(elements_of(*changed(tensor.view(), Broadcast{}, {1, 2, 3})) == elements_of(tensor.view()));
}
