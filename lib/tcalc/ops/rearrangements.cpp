#include <algorithm>
#include <optional>
#include <string_view>

#include <tcalc/core/checked.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/rearrangements.hpp>

namespace tcalc {

namespace {

// Of shorter axes one element more is rather another axis.
constexpr std::int64_t least_shortened = 3;

// Whether what is typed for it takes a slice.
bool takes_slice(const Operand& own) {
  if (!own.dtype) return true;
  std::string_view word = own.word;
  if (word.starts_with('\'')) word = word.substr(1, word.size() - 2);
  return word.ends_with(".npy") && word.find('\'') == std::string_view::npos;
}

class Finder {
 public:
  Finder(const Operand& a, const Operand& b)
      : a_(a), b_(b), axis_a_(a.shape.rank() - 1), axis_b_(std::max(b.shape.rank() - 2, 0)) {}

  std::vector<Rearrangement> run() {
    const Dim& x = a_.shape[axis_a_];
    const Dim& y = b_.shape[axis_b_];
    if (!x.is_known() || !y.is_known() || x == y || x.is(0) || y.is(0)) return {};
    const std::int64_t of_a = x.size();
    const std::int64_t of_b = y.size();
    flatten_last_axes(of_b);
    if (of_b > 1 && of_a % of_b == 0) split(a_, axis_a_, of_b, true);
    if (of_b % of_a == 0) join_rows(of_b / of_a, of_b);
    if (of_a > 1 && of_b % of_a == 0) split(b_, axis_b_, of_a, false);
    if (of_a == of_b + 1 && of_b >= least_shortened) shorten(a_, axis_a_, of_b, true);
    if (of_b == of_a + 1 && of_a >= least_shortened) shorten(b_, axis_b_, of_a, false);
    return std::move(found_);
  }

 private:
  // (64, 16, 4, 4) with (256, 10): (64, 256).
  // The first axis stays.
  void flatten_last_axes(std::int64_t wanted) {
    std::int64_t product = 1;
    for (int axis = axis_a_; axis > 0; --axis) {
      const Dim& own = a_.shape[axis];
      const auto longer = own.is_known() ? checked_multiply(product, own.size()) : std::nullopt;
      if (!longer || *longer > wanted) return;
      product = *longer;
      if (product != wanted) continue;
      Dims dims(a_.shape.begin(), a_.shape.begin() + axis);
      dims.emplace_back(wanted);
      reshape(a_, dims, true);
      return;
    }
  }

  // (32, 512) with (128, 10): (32, 4, 128).
  void split(const Operand& own, int axis, std::int64_t inner, bool is_a) {
    Dims dims(own.shape.begin(), own.shape.end());
    const auto at = dims.begin() + axis;
    const Dim outer(at->size() / inner);
    *at = Dim(inner);
    dims.insert(dims.begin() + axis, outer);
    reshape(own, dims, is_a);
  }

  // (1024, 16) with (256, 10): 16 rows of A make one of (64, 256).
  void join_rows(std::int64_t rows, std::int64_t inner) {
    if (a_.shape.rank() != 2 || !a_.shape[0].is_known() || a_.shape[0].size() % rows != 0) return;
    reshape(a_, {Dim(a_.shape[0].size() / rows), Dim(inner)}, true);
  }

  void reshape(const Operand& own, const Dims& dims, bool is_a) {
    if (dims.size() > max_rank) return;
    if (own.dtype && (is_a ? b_ : a_).word == "-") return;  // both would come on standard input
    CallOperand changed = call_operand(own);
    changed.reshaped = texts_of(dims);
    add(std::move(changed), dims, is_a);
  }

  void shorten(const Operand& own, int axis, std::int64_t size, bool is_a) {
    if (!takes_slice(own)) return;
    Dims dims(own.shape.begin(), own.shape.end());
    dims[static_cast<std::size_t>(axis)] = Dim(size);
    CallOperand changed = call_operand(own);
    changed.shortened = AxisStart{axis, own.shape.rank(), size};
    changed.reshaped = own.dtype ? std::vector<std::string>() : texts_of(dims);
    add(std::move(changed), dims, is_a);
  }

  void add(CallOperand changed, const Dims& dims, bool is_a) {
    Rearrangement found = {a_, b_, is_a ? std::size_t{0} : std::size_t{1}, std::move(changed)};
    (is_a ? found.a : found.b).shape = Shape(dims);
    found_.push_back(std::move(found));
  }

  const Operand& a_;
  const Operand& b_;
  const int axis_a_, axis_b_;
  std::vector<Rearrangement> found_;
};

}  // namespace

std::vector<Rearrangement> rearrangements(const Operand& a, const Operand& b) {
  if (a.word.empty() || b.word.empty() || a.shape.rank() == 0 || b.shape.rank() == 0) return {};
  return Finder(a, b).run();
}

}  // namespace tcalc
