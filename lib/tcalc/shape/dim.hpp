// One extent of a shape: a number, an expression over names ("B", "4*D", "(W+1)//2"), or unknown.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/extents.hpp>
#include <tcalc/export.hpp>
#include <tcalc/shape/verdict.hpp>

namespace tcalc {

struct DimExpression;

// Arithmetic is Python's on integers and gives a canonical form: B*T and T*B are the same dim, and so are
// 2*(T+1)-2 and 2*T. A name is an integer >= 1. Unknown with anything is unknown, but 0 times it is 0.
//
// A dim under facts (facts.hpp) carries them, and what is computed from it keeps and uses them.
//
// A number costs no more than an integer; an expression is immutable and shared by its copies. Throws
// Error{resource} where a number overflows int64 or an expression has too many terms, Error{usage} for a
// division by 0.
class TCALC_EXPORT Dim {
 public:
  Dim() = default;                            // unknown
  Dim(std::int64_t size) : size_(size) {}     // implicit on purpose: {2, 3} is a shape
  static Dim named(const std::string& name);  // a letter or '_', then letters, digits and '_'
  static Dim unknown() { return {}; }

  bool is_known() const { return size_ != no_size; }
  bool is_unknown() const { return size_ == no_size && !expression_; }
  bool is_symbolic() const { return expression_ != nullptr; }
  bool is(std::int64_t size) const { return is_known() && size_ == size; }

  std::int64_t size() const { return size_; }  // only of a known dim
  std::string text() const;                    // "3", "4*D", "?": parse_dim reads it again

  // Written the same way. Dims that are not may be equal all the same: see is_equal.
  friend bool operator==(const Dim& x, const Dim& y) { return x.size_ == y.size_ && same_expression(x, y); }

  // For the arithmetic of shape/: null of a dim that is known or unknown.
  const std::shared_ptr<const DimExpression>& expression() const { return expression_; }
  static Dim from(DimExpression expression);  // known where it has no name

 private:
  static bool same_expression(const Dim& x, const Dim& y);

  static constexpr std::int64_t no_size = INT64_MIN;  // arithmetic never gives it

  std::int64_t size_ = no_size;
  std::shared_ptr<const DimExpression> expression_;
};

// One per axis.
using Dims = InlineVector<Dim, few_axes>;

TCALC_EXPORT Dim operator+(const Dim& x, const Dim& y);
TCALC_EXPORT Dim operator-(const Dim& x, const Dim& y);
TCALC_EXPORT Dim operator-(const Dim& x);
TCALC_EXPORT Dim operator*(const Dim& x, const Dim& y);
TCALC_EXPORT Dim floor_divided(const Dim& x, const Dim& y);   // x//y
TCALC_EXPORT Dim operator%(const Dim& x, const Dim& y);       // of the sign of y
TCALC_EXPORT Dim power(const Dim& x, std::int64_t exponent);  // exponent >= 0
TCALC_EXPORT Dim minimum(const Dim& x, const Dim& y);
TCALC_EXPORT Dim maximum(const Dim& x, const Dim& y);

// At all sizes that names may have. Open where one is unknown.
TCALC_EXPORT Verdict is_equal(const Dim& x, const Dim& y);
TCALC_EXPORT Verdict is_at_least(const Dim& x, const Dim& y);

// The least fact under which x and y are equal, of an open question: "T == 64", "D%H == 0"; empty where one
// is unknown.
std::string settling_fact(const Dim& x, const Dim& y);

// The dim that two dims agree on where equality is needed; nothing unless it is proved. Unknown agrees with
// anything.
std::optional<Dim> equal(const Dim& x, const Dim& y);

// The dim that two dims broadcast to (numpy.broadcast_shapes); nothing when they may not. 1 broadcasts with
// anything; unknown with n > 1 or an expression gives that, with 1 stays unknown.
std::optional<Dim> broadcast(const Dim& x, const Dim& y);

// The number of elements along all of dims: 1 for none, 0 when one of them is. Unknown where it does not fit:
// who allocates checks sizes one by one (Shape::defect).
Dim product(const Dims& dims);

// The same as text, with the unknown ones named, "4*B*?", and factor by factor where it does not fit.
std::string product_text(const Dims& dims);

}  // namespace tcalc
