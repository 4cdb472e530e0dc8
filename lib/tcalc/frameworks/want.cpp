#include <algorithm>
#include <numeric>

#include <tcalc/frameworks/want.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr int most_axes_in_any_order = 4;

// Pairs of orders that are tried for one operation: all of those up to 4 axes, and a bound on the time that
// operands of many axes take.
constexpr std::size_t most_tried = 1000;

int moved(const std::vector<int>& order) {
  int count = 0;
  for (std::size_t axis = 0; axis < order.size(); ++axis)
    count += order[axis] == static_cast<int>(axis) ? 0 : 1;
  return count;
}

// Those that move the fewest axes first; the one that moves none among them.
std::vector<std::vector<int>> orders_of(int rank) {
  std::vector<std::vector<int>> orders;
  std::vector<int> order = axis_range(0, rank);
  if (rank <= most_axes_in_any_order) {
    do orders.push_back(order);
    while (std::ranges::next_permutation(order).found);
  } else {
    orders.push_back(order);
    for (std::size_t x = 0; x < order.size(); ++x) {
      for (std::size_t y = x + 1; y < order.size(); ++y) {
        orders.push_back(order);
        std::swap(orders.back()[x], orders.back()[y]);
      }
    }
  }
  std::ranges::stable_sort(orders, {}, moved);
  return orders;
}

Operand transposed(const Operand& operand, const std::vector<int>& order) {
  Dims dims;
  for (const int axis : order) dims.push_back(operand.shape[axis]);
  Operand result = operand;
  result.shape = Shape(dims);
  return result;
}

// The labels of an operand's own axes, from those of its transposed ones.
std::vector<int> untransposed(const std::vector<int>& labels, const std::vector<int>& order) {
  std::vector<int> own(labels.size());
  for (std::size_t place = 0; place < order.size(); ++place)
    own[static_cast<std::size_t>(order[place])] = labels[place];
  return own;
}

// Every size that is wanted must come from an operand.
bool possible(const Operand& a, const Operand& b, const Shape& wanted) {
  return std::ranges::all_of(wanted, [&](const Dim& dim) {
    const auto has = [&dim](const Shape& shape) {
      return std::ranges::any_of(shape, [&dim](const Dim& own) { return equal(own, dim).has_value(); });
    };
    return dim.is(1) || has(a.shape) || has(b.shape);
  });
}

struct Choice {
  std::size_t a, b;  // among the orders of each
  int moved;
};

}  // namespace

bool is_wanted(const Shape& shape, const Shape& wanted) {
  return std::ranges::equal(shape, wanted,
                            [](const Dim& x, const Dim& y) { return equal(x, y).has_value(); });
}

std::optional<Transposition> transposition_for(const Framework& framework, const Operand& a, const Operand& b,
                                               const FrameworkOptions& options, const Shape& wanted) {
  if (!possible(a, b, wanted)) return std::nullopt;
  const auto orders_a = orders_of(a.shape.rank());
  const auto orders_b = orders_of(b.shape.rank());
  std::vector<Choice> choices;
  for (std::size_t x = 0; x < orders_a.size(); ++x) {
    // One of the operands as it is, and then both moved while there is room.
    const std::size_t most_y = x == 0 || x * orders_b.size() < most_tried ? orders_b.size() : 1;
    for (std::size_t y = 0; y < most_y; ++y)
      choices.push_back({x, y, moved(orders_a[x]) + moved(orders_b[y])});
  }
  std::ranges::stable_sort(choices, {}, &Choice::moved);
  if (choices.size() > most_tried) choices.resize(most_tried);
  for (const Choice& choice : choices) {
    const std::vector<int>& order_a = orders_a[choice.a];
    const std::vector<int>& order_b = orders_b[choice.b];
    FrameworkAnswer answer = framework.answer(transposed(a, order_a), transposed(b, order_b), options);
    const auto shape = answer.shape();
    if (!shape || !is_wanted(*shape, wanted)) continue;
    if (choice.moved > 0) answer.call = {};  // tcalc spells it as an einsum of the operands as they are
    answer.contraction->operands[0] = untransposed(answer.contraction->operands[0], order_a);
    answer.contraction->operands[1] = untransposed(answer.contraction->operands[1], order_b);
    return Transposition{order_a, order_b, std::move(answer)};
  }
  return std::nullopt;
}

}  // namespace tcalc
