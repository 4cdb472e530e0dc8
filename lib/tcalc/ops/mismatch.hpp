// Gathers every rule that the operands violate, and says it in one error.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// The operands must outlive it. What is said of them is made when a rule is violated.
class Mismatch {
 public:
  Mismatch(std::string_view operation, std::span<const Operand> operands);
  Mismatch(std::string_view operation, const Operand& a, const Operand& b);

  // A violated rule in one sentence; the axes it is about get a caret below their sizes.
  void add(std::string fact, const std::vector<Mark>& marks = {});

  // Adds a fact when the two axes may differ: "Dimensions must be equal, but are 2 and 3: axis 3 of A and
  // axis 2 of B", or "but B and T may differ" where some sizes would do; then a hint says which. `what` is
  // the subject of the sentence, `remark` follows it in parentheses.
  void require_equal(Mark x, Mark y, std::string_view what = "Dimensions", std::string_view remark = {});
  // The same for an axis of the first operand and one of the second.
  void require_equal(int axis_a, int axis_b, std::string_view what = "Dimensions",
                     std::string_view remark = {});

  // The same for two sizes that are no axes; `where` follows the colon.
  void require_equal_sizes(const Dim& x, const Dim& y, std::string_view what, const std::string& where);

  // A line below the shapes, such as "as matrices: (60, 2) x (3, 70)".
  void show(std::string line);

  bool any() const { return !facts_.empty(); }
  // Throws Error{mismatch} when a fact was added.
  void raise_if_any() const;

  std::string name(int operand) const;
  const Shape& shape(int operand) const { return operands_[static_cast<std::size_t>(operand)]->shape; }
  std::string axis_text(Mark mark) const;  // "axis 3 of A"

  std::string name_a() const { return name(0); }
  std::string name_b() const { return name(1); }

 private:
  std::vector<std::string> names() const;

  std::string operation_;
  InlineVector<const Operand*, 2> operands_;
  std::vector<std::string> facts_, lines_;
  std::vector<std::pair<Dim, Dim>> open_;  // sizes that some of the facts are about, and that may be equal
  std::vector<Mark> marks_;
};

// The product of some of a shape's dims as text: "60", "4*B*T".
std::string product_text(const Shape& shape, const std::vector<int>& axes);

}  // namespace tcalc
