#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/ops/mismatch.hpp>

namespace tcalc {

namespace {

// "  A  (3, 4, 5, 2)" and, where axes are marked, a line with a caret below each: below the last character of
// its size.
void show_operand(std::vector<std::string>& lines, const std::string& label, const Shape& shape,
                  const std::vector<int>& marked) {
  std::string line = label + "  (";
  std::string carets;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis > 0) line += ", ";
    line += shape[axis].text();
    if (std::ranges::find(marked, axis) != marked.end()) {
      carets.resize(line.size() - 1, ' ');
      carets += '^';
    }
  }
  line += shape.rank() == 1 ? ",)" : ")";
  lines.push_back(std::move(line));
  if (!carets.empty()) lines.push_back(std::move(carets));
}

}  // namespace

Mismatch::Mismatch(std::string_view operation, const Operand& a, const Operand& b)
    : operation_(operation), name_a_(a.name), name_b_(b.name), a_(a), b_(b) {
  // The same file on both sides: the sides must still be told apart.
  if (name_a_ == name_b_) {
    name_a_ = "A (" + name_a_ + ")";
    name_b_ = "B (" + name_b_ + ")";
  }
}

void Mismatch::add(std::string fact, const std::vector<int>& axes_a, const std::vector<int>& axes_b) {
  facts_.push_back(std::move(fact));
  marked_a_.insert(marked_a_.end(), axes_a.begin(), axes_a.end());
  marked_b_.insert(marked_b_.end(), axes_b.begin(), axes_b.end());
}

void Mismatch::require_equal(int axis_a, int axis_b, std::string_view what, std::string_view remark) {
  const Dim& x = a_.shape[axis_a];
  const Dim& y = b_.shape[axis_b];
  if (equal(x, y)) return;
  const bool both_known = x.is_known() && y.is_known();
  std::string fact = std::string(what) + " must be equal, but " + (both_known ? "are " : "") + x.text() +
                     " and " + y.text() + (both_known ? "" : " may differ") + ": " + axis_of_a(axis_a) +
                     " and " + axis_of_b(axis_b);
  if (!remark.empty()) fact += " (" + std::string(remark) + ")";
  add(std::move(fact), {axis_a}, {axis_b});
}

void Mismatch::show(std::string line) { lines_.push_back(std::move(line)); }

void Mismatch::raise_if_any() const {
  if (facts_.empty()) return;
  Error error(ErrorKind::mismatch, operation_ + ": " + facts_.front());
  for (std::size_t fact = 1; fact < facts_.size(); ++fact) error.details.push_back("also: " + facts_[fact]);
  const std::size_t width = std::max(name_a_.size(), name_b_.size());
  const auto padded = [&](const std::string& name) { return name + std::string(width - name.size(), ' '); };
  show_operand(error.details, padded(name_a_), a_.shape, marked_a_);
  show_operand(error.details, padded(name_b_), b_.shape, marked_b_);
  error.details.insert(error.details.end(), lines_.begin(), lines_.end());
  throw error;
}

std::string Mismatch::axis_of_a(int axis) const { return "axis " + std::to_string(axis) + " of " + name_a_; }
std::string Mismatch::axis_of_b(int axis) const { return "axis " + std::to_string(axis) + " of " + name_b_; }

std::string product_text(const Shape& shape, const std::vector<int>& axes) {
  std::vector<std::int64_t> sizes;
  std::string names;
  for (const int axis : axes) {
    const Dim& dim = shape[axis];
    if (dim.is_known())
      sizes.push_back(dim.size());
    else
      names.append("*").append(dim.text());
  }
  const std::int64_t known = checked_product(sizes).value_or(0);  // a Shape's products fit
  if (names.empty()) return std::to_string(known);
  return known == 1 ? names.substr(1) : std::to_string(known) + names;
}

}  // namespace tcalc
