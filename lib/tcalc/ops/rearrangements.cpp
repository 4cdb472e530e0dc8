#include <algorithm>
#include <optional>

#include <tcalc/core/checked.hpp>
#include <tcalc/ops/rearrangements.hpp>

namespace tcalc {

namespace {

using Dims = std::vector<Dim>;

// Of shorter axes one element more is rather another axis.
constexpr std::int64_t least_shortened = 3;

std::string shape_word(const Dims& dims) {
  std::string word;
  for (const Dim& dim : dims) word += (word.empty() ? "" : ",") + dim.text();
  return word;
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
      if (product != wanted || axis == axis_a_) continue;
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
    const std::string word = shape_word(dims);
    Operand other = own;
    other.shape = Shape(dims);
    other.word = own.dtype ? "-" : word;
    const std::string before =
        own.dtype ? "tcalc convert " + own.word + " --reshape " + word + " -o - | " : std::string();
    add(std::move(other), before, " reshaped", is_a);
  }

  void shorten(const Operand& own, int axis, std::int64_t size, bool is_a) {
    Dims dims(own.shape.begin(), own.shape.end());
    dims[static_cast<std::size_t>(axis)] = Dim(size);
    Operand other = own;
    other.shape = Shape(dims);
    other.word = own.dtype ? sliced_word(own, axis, size) : shape_word(dims);
    if (!other.word.empty()) add(std::move(other), "", " without its last element", is_a);
  }

  // "'a.npy[...,:64]'"; empty for what takes no slice.
  static std::string sliced_word(const Operand& own, int axis, std::int64_t size) {
    std::string word = own.word;
    if (word.starts_with('\'')) word = word.substr(1, word.size() - 2);
    if (!word.ends_with(".npy") || word.find('\'') != std::string::npos) return "";
    const int after = own.shape.rank() - 1 - axis;
    return "'" + word + "[" + (axis > 0 ? "...," : "") + ":" + std::to_string(size) +
           (after > 0 ? ",:" : "") + "]'";
  }

  void add(Operand other, const std::string& before, const char* what, bool is_a) {
    const Operand& kept = is_a ? b_ : a_;
    if (!before.empty() && kept.word == "-") return;  // both on standard input
    const std::string remark = (is_a ? a_ : b_).name + what;
    if (is_a)
      found_.push_back({std::move(other), b_, before, remark});
    else
      found_.push_back({a_, std::move(other), before, remark});
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
