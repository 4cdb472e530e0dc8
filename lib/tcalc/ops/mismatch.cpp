#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
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

Mismatch::Mismatch(std::string_view operation, std::span<const Operand> operands)
    : operation_(operation), operands_(operands.begin(), operands.end()), names_(distinct_names(operands)) {}

Mismatch::Mismatch(std::string_view operation, const Operand& a, const Operand& b)
    : Mismatch(operation, std::array{a, b}) {}

void Mismatch::add(std::string fact, const std::vector<Mark>& marks) {
  facts_.push_back(std::move(fact));
  marks_.insert(marks_.end(), marks.begin(), marks.end());
}

void Mismatch::require_equal(Mark x, Mark y, std::string_view what, std::string_view remark) {
  const Dim& of_x = shape(x.operand)[x.axis];
  const Dim& of_y = shape(y.operand)[y.axis];
  if (equal(of_x, of_y)) return;
  const bool both_known = of_x.is_known() && of_y.is_known();
  std::string fact = std::string(what) + " must be equal, but " + (both_known ? "are " : "") + of_x.text() +
                     " and " + of_y.text() + (both_known ? "" : " may differ") + ": " + axis_text(x) +
                     " and " + axis_text(y);
  if (!remark.empty()) fact += " (" + std::string(remark) + ")";
  add(std::move(fact), {x, y});
}

void Mismatch::require_equal(int axis_a, int axis_b, std::string_view what, std::string_view remark) {
  require_equal({0, axis_a}, {1, axis_b}, what, remark);
}

void Mismatch::show(std::string line) { lines_.push_back(std::move(line)); }

void Mismatch::raise_if_any() const {
  if (facts_.empty()) return;
  Error error(ErrorKind::mismatch, operation_ + ": " + facts_.front());
  for (std::size_t fact = 1; fact < facts_.size(); ++fact) error.details.push_back("also: " + facts_[fact]);
  std::size_t width = 0;
  for (const std::string& name : names_) width = std::max(width, name.size());
  for (std::size_t place = 0; place < operands_.size(); ++place) {
    std::vector<int> marked;
    for (const Mark& mark : marks_) {
      if (mark.operand == static_cast<int>(place)) marked.push_back(mark.axis);
    }
    std::string padded = names_[place];
    padded.resize(width, ' ');
    show_operand(error.details, padded, operands_[place].shape, marked);
  }
  error.details.insert(error.details.end(), lines_.begin(), lines_.end());
  error.marks = marks_;
  throw error;
}

std::string Mismatch::axis_text(Mark mark) const {
  return "axis " + std::to_string(mark.axis) + " of " + name(mark.operand);
}

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
