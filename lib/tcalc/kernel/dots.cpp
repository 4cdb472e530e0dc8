#include <algorithm>
#include <span>
#include <vector>

#include <tcalc/kernel/dots.hpp>
#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/totals.hpp>

namespace tcalc {

namespace {

// Several chains at once: one alone would wait for each addition.
template <class Sum>
Sum dot(const Sum* x, const Sum* y, std::int64_t k) {
  constexpr std::int64_t lanes = 16;
  Sum sums[lanes] = {};
  std::int64_t p = 0;
  for (; p + lanes <= k; p += lanes) {
    for (std::int64_t lane = 0; lane < lanes; ++lane) multiply_add(sums[lane], x[p + lane], y[p + lane]);
  }
  for (; p < k; ++p) multiply_add(sums[0], x[p], y[p]);
  for (std::int64_t lane = 1; lane < lanes; ++lane) sums[0] += sums[lane];
  return sums[0];
}

// One operand of a piece: the offsets of its rows, and of a part of k from where `first_k` begins.
class PackedSide {
 public:
  PackedSide(const MatrixOperand& operand, std::int64_t Axis::*stride, const Axes& rows,
             std::int64_t first_row, std::int64_t row_count, const Axes& k, std::int64_t depth)
      : operand_(operand),
        stride_(stride),
        k_(k),
        is_whole_(depth == extent_of(k)),
        rows_(offset_list(rows, stride, first_row, row_count)),
        depth_(offset_list(k, stride, 0, depth)) {}

  // Copies elements first_k to first_k + count of each row, row by row.
  template <class Sum>
  void pack(const std::byte* data, std::int64_t first_k, std::int64_t count, Sum* out) {
    // Along one axis all parts have the offsets of the first, from another start.
    if (k_.size() == 1)
      data += first_k * k_.front().*stride_ * size_of(operand_.dtype);
    else if (!is_whole_)
      depth_ = offset_list(k_, stride_, first_k, count);
    const std::span<const std::int64_t> columns(depth_.data(), static_cast<std::size_t>(count));
    pack_rows(block_of(operand_, data, rows_, columns), out);
  }

 private:
  const MatrixOperand& operand_;
  std::int64_t Axis::*stride_;
  const Axes& k_;
  bool is_whole_;  // k is one part
  std::vector<std::int64_t> rows_, depth_;
};

template <class Sum>
class Dots {
 public:
  Dots(const Plan& plan, const Piece& piece, Scratch& scratch)
      : plan_(plan),
        piece_(piece),
        scratch_(scratch),
        depth_(std::min(block_sizes(plan).k, plan.k_size)),
        left_(plan.left, &Axis::a, plan.m, piece.first_m, piece.m, plan.k, depth_),
        right_(plan.right, &Axis::b, plan.n, piece.first_n, piece.n, plan.k, depth_),
        x_(scratch.left.get<Sum>(piece.m * depth_)),
        y_(scratch.right.get<Sum>(piece.n * depth_)),
        sums_(scratch.sums.get<Sum>(piece.m * piece.n)) {}

  // The sums of one product, row by row.
  const Sum* of(const Operands& product) {
    add_parts<Sum>(plan_.k_size, part_length, {sums_, 1, piece_.m * piece_.n, piece_.m * piece_.n},
                   scratch_.totals, [&](std::int64_t first, std::int64_t end) {
                     std::fill_n(sums_, piece_.m * piece_.n, Sum{});
                     for (; first < end; first += depth_) add(product, first, std::min(depth_, end - first));
                   });
    return sums_;
  }

 private:
  void add(const Operands& product, std::int64_t first, std::int64_t count) {
    left_.pack(product.left, first, count, x_);
    right_.pack(product.right, first, count, y_);
    for (std::int64_t i = 0; i < piece_.m; ++i) {
      for (std::int64_t j = 0; j < piece_.n; ++j)
        sums_[i * piece_.n + j] += dot(x_ + i * count, y_ + j * count, count);
    }
  }

  const Plan& plan_;
  const Piece& piece_;
  Scratch& scratch_;
  std::int64_t depth_;
  PackedSide left_, right_;
  Sum *x_, *y_, *sums_;
};

}  // namespace

void run_dots(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  visit_dtype(plan.dtype, [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    using Sum = Compute<Stored>;
    if constexpr (!std::is_same_v<Sum, Truth>) {
      Dots<Sum> dots(plan, piece, scratch);
      for (std::int64_t i = 0; i < piece.batch_count; ++i) {
        const Operands product = at_batch(plan, operands, piece.batch + i);
        const Sum* sum = dots.of(product);
        for (std::int64_t row = piece.first_m; row < piece.first_m + piece.m; ++row) {
          Stored* out = reinterpret_cast<Stored*>(product.result) + row * plan.row_stride;
          for (std::int64_t column = piece.first_n; column < piece.first_n + piece.n; ++column)
            out[column * plan.column_stride] = from_compute<Stored>(*sum++);
        }
      }
    }
  });
}

}  // namespace tcalc
