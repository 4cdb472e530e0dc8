// Gathers every rule that two operands violate, and says it in one error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

class Mismatch {
 public:
  Mismatch(std::string_view operation, const Operand& a, const Operand& b);

  // A violated rule in one sentence; the axes it is about get a caret below their sizes.
  void add(std::string fact, const std::vector<int>& axes_a = {}, const std::vector<int>& axes_b = {});

  // Adds a fact when the two axes may differ: "Dimensions must be equal, but are 2 and 3: axis 3 of A and
  // axis 2 of B". `what` is the subject of the sentence, `remark` follows it in parentheses.
  void require_equal(int axis_a, int axis_b, std::string_view what = "Dimensions",
                     std::string_view remark = {});

  // A line below the shapes, such as "as matrices: [60,2] x [3,70]".
  void show(std::string line);

  bool any() const { return !facts_.empty(); }
  // Throws Error{mismatch} when a fact was added.
  void raise_if_any() const;

  // "axis 3 of A"
  std::string axis_of_a(int axis) const;
  std::string axis_of_b(int axis) const;
  const std::string& name_a() const { return name_a_; }
  const std::string& name_b() const { return name_b_; }

 private:
  std::string operation_, name_a_, name_b_;
  const Operand& a_;
  const Operand& b_;
  std::vector<std::string> facts_, lines_;
  std::vector<int> marked_a_, marked_b_;
};

// The product of some of a shape's dims as text: "60", or "4*B*T" where not every dim is known.
std::string product_text(const Shape& shape, const std::vector<int>& axes);

}  // namespace tcalc
