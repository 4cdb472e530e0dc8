// Shapes alone, with no array there: what operations and expressions give, of sizes that may be names.
//
//   tcalc::Shape scores = tcalc::shape_of("matmul", {"B,H,T,64", "B,H,64,T"});          // (B, H, T, T)
//   tcalc::Shape rows = tcalc::infer("x.reshape(B*T, D) @ w", {{"x", "B,T,D"}, {"w", "D,4*D"}});
//
// Shape and Dim are described where they are declared: shape/shape.hpp and shape/dim.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/hint.hpp>
#include <tcalc/error.hpp>
#include <tcalc/export.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {
inline namespace v0 {

/// A shape from text, as operands are written: "2,3", "B,T,4*D", "(W+1)//2,?". Throws UsageError where it is
/// none.
TCALC_EXPORT Shape shape(std::string_view text);

/// A shape, as it is or as text.
struct TypedShape {
  TypedShape(Shape of) : shape(std::move(of)) {}  // implicit on purpose, and so is text: {"2,3", "3,4"}
  TypedShape(const char* text) : shape(tcalc::shape(text)) {}

  Shape shape;
};

/// A shape by the name that an expression calls it.
struct NamedShape {
  NamedShape(std::string called, Shape of) : name(std::move(called)), shape(std::move(of)) {}
  NamedShape(std::string called, std::string_view text)
      : name(std::move(called)), shape(tcalc::shape(text)) {}

  std::string name;
  Shape shape;
};

/// The shape of the last statement's value, of a text in the language of tcalc::eval. Names of dims are
/// integers in it. Throws what tcalc::eval throws.
TCALC_EXPORT Shape infer(const std::string& text, const std::vector<NamedShape>& shapes);

/// The shape that an operation gives, by its name on the command line, with options of that name:
/// shape_of("tensordot", {a, b}, {{"axes", std::vector<std::int64_t>{1}}}). einsum's subscripts are the
/// option "SPEC".
///
/// Throws ShapeError where it is not defined, UsageError for an operation or an option that is not there.
TCALC_EXPORT Shape shape_of(std::string_view operation, const std::vector<TypedShape>& operands,
                            const std::vector<CallArgument>& options = {});

/// How the axes of an operation's operands pair up, and what it costs.
struct ShapeExplanation {
  /// An axis that several operands and the result may share.
  struct Label {
    std::string name;                    ///< its letter in `subscripts`
    Dim extent;                          ///< what it broadcasts to
    std::string role;                    ///< "batch", "free, broadcast in B", "contracted"
    std::vector<std::vector<int>> axes;  ///< the axes of each operand that have it; two on a diagonal
    std::vector<int> result_axes;        ///< those of the result
  };

  Shape result;
  std::string subscripts;  ///< the same product as einsum has it: "abc,acd->abd"
  std::vector<Label> labels;
  std::vector<std::string> notes;  ///< what is legal but rarely meant

  /// Where every size is known: multiplications and additions, and the steps in the order in which they are
  /// done, in the letters of `subscripts`.
  std::optional<double> flops;
  std::vector<std::string> path;
};

/// What shape_of() knows of a product of arrays. Nothing is computed. Throws as shape_of() does.
TCALC_EXPORT ShapeExplanation explain_shapes(std::string_view operation,
                                             const std::vector<TypedShape>& operands,
                                             const std::vector<CallArgument>& options = {});

}  // namespace v0
}  // namespace tcalc
