// keras.backend.batch_dot of Keras 2.1.6 to 2.2.4 over TensorFlow up to 1.13, statement by statement: with
// what it accepted by accident, which tcalc's own batch_dot refuses.
#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/frameworks/tensorflow.hpp>
#include <tcalc/ops/batch_dot.hpp>

namespace tcalc::framework {

namespace {

constexpr int appended = -1;  // an axis of size 1 that the operand does not have

// An operand as the steps of the function see it: the axis that stands at each place.
struct View {
  const Shape& shape;
  std::vector<int> axes;

  explicit View(const Shape& own, int rank) : shape(own) {
    for (int axis = 0; axis < rank; ++axis) axes.push_back(axis < own.rank() ? axis : appended);
  }
  Dim operator[](std::size_t place) const { return axes[place] == appended ? Dim(1) : shape[axes[place]]; }
  std::size_t rank() const { return axes.size(); }
  void swap_last_two() { std::swap(axes[rank() - 1], axes[rank() - 2]); }
  Shape as_shape() const {
    Dims dims;
    for (std::size_t place = 0; place < rank(); ++place) dims.push_back((*this)[place]);
    return Shape(dims);
  }
};

// Gives the axes that meet one label, and grows the result.
class Labels {
 public:
  Labels(const View& x, const View& y) : x_(x), y_(y) {
    contraction_.operands[0].resize(static_cast<std::size_t>(x.shape.rank()));
    contraction_.operands[1].resize(static_cast<std::size_t>(y.shape.rank()));
  }

  int meet(Group group, std::size_t place_x, std::size_t place_y) {
    const int label = contraction_.add(group, *broadcast(x_[place_x], y_[place_y]));
    give(0, x_.axes[place_x], label);
    give(1, y_.axes[place_y], label);
    return label;
  }
  int free(std::size_t operand, std::size_t place) {
    const View& view = operand == 0 ? x_ : y_;
    const int label = contraction_.add(Group::free, view[place]);
    give(operand, view.axes[place], label);
    return label;
  }
  Contraction finished(std::vector<int> result) {
    if (result.size() == 1)
      result.push_back(contraction_.add(Group::free, 1));  // "out = expand_dims(out, 1)"
    contraction_.result = std::move(result);
    return std::move(contraction_);
  }

 private:
  void give(std::size_t operand, int axis, int label) {
    if (axis != appended) contraction_.operands[operand][static_cast<std::size_t>(axis)] = label;
  }

  const View& x_;
  const View& y_;
  Contraction contraction_;
};

// With our own call that gives the same, where it does; else it is an einsum.
FrameworkAnswer answered(const Operand& a, const Operand& b, const FrameworkOptions& options,
                         Contraction contraction) {
  OwnCall call;
  try {
    const Contraction own = batch_dot(a, b, {options.axes.value_or(std::vector<std::int64_t>{})});
    if (einsum_text(own) == einsum_text(contraction) && own.result_dims() == contraction.result_dims())
      call = batch_dot_call(options);
  } catch (const Error&) {  // refused: Keras gave it by accident
  }
  return {std::move(contraction), {}, std::move(call)};
}

// "reduce_sum(multiply(x, y), axes[0])", or with x transposed when the axes differ: elementwise, 1s
// broadcast.
FrameworkAnswer elementwise(const Operand& a, const Operand& b, const FrameworkOptions& options, View x,
                            const View& y, std::int64_t axis_x, std::int64_t axis_y) {
  if (axis_x != axis_y) x.swap_last_two();
  for (const std::size_t place : {0U, 1U}) {
    if (!broadcast(x[place], y[place]))
      return refused(formatted(
          "Dimensions must be equal, but are {} and {} for 'Mul' (op: 'Mul') with input shapes: {}, {}.",
          x[place].text(), y[place].text(), bracketed(x.as_shape()), bracketed(y.as_shape())));
  }
  if (axis_y < -2 || axis_y > 1)
    return refused(formatted("Invalid reduction dimension {} for input with 2 dimensions.", axis_y));
  const std::size_t summed = static_cast<std::size_t>(axis_y < 0 ? axis_y + 2 : axis_y);
  Labels labels(x, y);
  labels.meet(Group::contracted, summed, summed);
  const int kept = labels.meet(Group::batch, 1 - summed, 1 - summed);
  return answered(a, b, options, labels.finished({kept}));
}

// Removes `count` axes of size 1 from place `first` on; the words of TensorFlow when it cannot.
std::string squeeze(AxisLabels& result, const Dims& dims, std::size_t first, std::size_t count) {
  const std::string rank = std::to_string(dims.size());
  if (first + count > dims.size()) {
    const std::size_t beyond = dims.size() > first ? dims.size() - first : 0;
    return formatted("squeeze_dims[{}] not in [-{},{}).", beyond, rank, rank);
  }
  for (std::size_t place = first; place < first + count; ++place) {
    if (!dims[place].is(1) && !dims[place].is_unknown())
      return formatted("Can not squeeze dim[{}], expected a dimension of 1, got {}", place,
                       dims[place].text());
  }
  const auto begin = result.begin() + static_cast<std::ptrdiff_t>(first);
  result.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  return "";
}

}  // namespace

namespace {

FrameworkAnswer as_published(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  const std::vector<std::int64_t> axes =
      options.axes.value_or(std::vector<std::int64_t>{rank_a - 1, rank_b - 2});
  const int rank = std::max(rank_a, rank_b);
  View x(a.shape, rank);
  View y(b.shape, rank);
  if (rank == 2) return elementwise(a, b, options, x, y, axes.front(), axes.back());
  if (rank < 2)
    return refused(formatted("Shape must be rank 2 but is rank {}{}", rank,
                             tensorflow_suffix("MatMul", x.as_shape(), y.as_shape())));

  // "adj_x = None if axes[0] == ndim(x) - 1 else True": whatever the axis, only the last two can be summed.
  const std::string shapes_differ = tensorflow_batch_refusal(x.as_shape(), y.as_shape());
  if (!shapes_differ.empty()) return refused(shapes_differ);
  const std::string suffix = tensorflow_suffix("BatchMatMul", x.as_shape(), y.as_shape());
  if (axes.front() != rank - 1) x.swap_last_two();
  if (axes.back() == rank - 1) y.swap_last_two();
  const std::size_t last = static_cast<std::size_t>(rank) - 1;
  if (differ(x[last], y[last - 1]))
    return refused(formatted("Dimensions must be equal, but are {} and {}{}", x[last].text(),
                             y[last - 1].text(), suffix));

  Labels labels(x, y);
  AxisLabels result;
  for (std::size_t place = 0; place + 1 < last; ++place)
    result.push_back(labels.meet(Group::batch, place, place));
  labels.meet(Group::contracted, last, last - 1);
  Dims dims = x.as_shape().dims();
  dims.back() = y[last];
  result.push_back(labels.free(0, last - 1));
  result.push_back(labels.free(1, last));
  if (rank_a != rank_b) {
    const std::size_t first =
        static_cast<std::size_t>(rank_a > rank_b ? rank_a + rank_b - 3 : std::max(rank_a - 1, 0));
    const std::string refusal =
        squeeze(result, dims, first, static_cast<std::size_t>(std::abs(rank_a - rank_b)));
    if (!refusal.empty()) return refused(refusal);
  }
  return answered(a, b, options, labels.finished(std::move(result)));
}

}  // namespace

// It never counted negative axes from the end; tcalc's batch_dot does, and may take what this refuses.
FrameworkAnswer keras_batch_dot_until_2_2_4(const Operand& a, const Operand& b,
                                            const FrameworkOptions& options) {
  FrameworkAnswer answer = as_published(a, b, options);
  const bool negative =
      options.axes && std::ranges::any_of(*options.axes, [](std::int64_t axis) { return axis < 0; });
  if (answer.contraction || !negative) return answer;
  try {
    batch_dot(a, b, {*options.axes});
    answer.call = batch_dot_call(options);
  } catch (const Error&) {  // refused here too
  }
  return answer;
}

}  // namespace tcalc::framework
