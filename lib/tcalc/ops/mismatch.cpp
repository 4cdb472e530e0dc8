#include <optional>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/shape/facts.hpp>

namespace tcalc {

namespace {

// "equal only if B == T and H == K", and the option that takes that for a fact; nothing where no sizes make
// all of them equal.
std::optional<OptionHint> settling_hint(const std::vector<std::pair<Dim, Dim>>& pairs) {
  Facts facts;
  std::string conditions, option;
  try {
    for (const auto& [left, right] : pairs) {
      const Dim x = facts.applied(left);
      const Dim y = facts.applied(right);
      if (equal(x, y)) continue;
      const std::string fact = settling_fact(x, y);
      conditions += (conditions.empty() ? "" : " and ") + fact;
      option += (option.empty() ? "" : "; ") + fact;
      facts.require({x, Relation::equal, y});
    }
  } catch (const Error&) {
    return std::nullopt;
  }
  return OptionHint{"equal only if " + conditions + ": ", "require", option, ""};
}

}  // namespace

Mismatch::Mismatch(std::string_view operation, std::span<const Operand> operands) : operation_(operation) {
  operands_.reserve(operands.size());
  for (const Operand& operand : operands) operands_.push_back(&operand);
}

Mismatch::Mismatch(std::string_view operation, const Operand& a, const Operand& b)
    : operation_(operation), operands_({&a, &b}) {}

std::vector<std::string> Mismatch::names() const {
  std::vector<Operand> operands;
  for (const Operand* operand : operands_) operands.push_back(*operand);
  return distinct_names(operands);
}

std::string Mismatch::name(int operand) const { return names()[static_cast<std::size_t>(operand)]; }

void Mismatch::add(std::string fact, const std::vector<Mark>& marks) {
  facts_.push_back(std::move(fact));
  marks_.insert(marks_.end(), marks.begin(), marks.end());
}

void Mismatch::require_equal(Mark x, Mark y, std::string_view what, std::string_view remark) {
  const Dim& of_x = shape(x.operand)[x.axis];
  const Dim& of_y = shape(y.operand)[y.axis];
  if (equal(of_x, of_y)) return;
  const std::string suffix = remark.empty() ? "" : " (" + std::string(remark) + ")";
  require_equal_sizes(of_x, of_y, what, axis_text(x) + " and " + axis_text(y) + suffix);
  marks_.insert(marks_.end(), {x, y});
}

void Mismatch::require_equal_sizes(const Dim& x, const Dim& y, std::string_view what,
                                   const std::string& where) {
  if (equal(x, y)) return;
  const bool differ = is_equal(x, y) == Verdict::refuted;
  const std::string sizes = x.text() + " and " + y.text();
  add(formatted("{} must be equal, but {}: {}", what, differ ? "are " + sizes : sizes + " may differ",
                where));
  if (!differ) open_.emplace_back(x, y);
}

void Mismatch::require_equal(int axis_a, int axis_b, std::string_view what, std::string_view remark) {
  require_equal({0, axis_a}, {1, axis_b}, what, remark);
}

void Mismatch::show(std::string line) { lines_.push_back(std::move(line)); }

void Mismatch::raise_if_any() const {
  if (facts_.empty()) return;
  Error error(ErrorKind::mismatch, operation_ + ": " + facts_.front());
  error.more_facts.assign(facts_.begin() + 1, facts_.end());
  const std::vector<std::string> names = this->names();
  for (std::size_t place = 0; place < operands_.size(); ++place)
    error.operands.push_back({names[place], texts_of(operands_[place]->shape.dims())});
  error.marks = marks_;
  error.details = lines_;
  // Facts about names help only where they settle everything.
  const auto hint = open_.size() == facts_.size() ? settling_hint(open_) : std::nullopt;
  if (hint) error.hints.emplace_back(*hint);
  throw error;
}

std::string Mismatch::axis_text(Mark mark) const {
  return formatted("axis {} of {}", mark.axis, name(mark.operand));
}

std::string product_text(const Shape& shape, const std::vector<int>& axes) {
  Dims dims;
  for (const int axis : axes) dims.push_back(shape[axis]);
  return product_text(dims);
}

}  // namespace tcalc
