#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/output_type.hpp>
#include <tcalc/ops/stack.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_matmul = {
    OptionSpec{"transpose-a", OptionKind::flag, "", "swap the last two axes of A"},
    OptionSpec{"transpose-b", OptionKind::flag, "", "swap the last two axes of B"},
    OptionSpec{"adjoint-a", OptionKind::flag, "", "swap the last two axes of A and conjugate it"},
    OptionSpec{"adjoint-b", OptionKind::flag, "", "swap the last two axes of B and conjugate it"},
    output_type_option,
};

Outcome matmul_rule(std::span<const Operand> operands, const Arguments& arguments) {
  const MatmulOptions options = {
      .transpose_a = has_flag(arguments, "transpose-a"),
      .transpose_b = has_flag(arguments, "transpose-b"),
      .adjoint_a = has_flag(arguments, "adjoint-a"),
      .adjoint_b = has_flag(arguments, "adjoint-b"),
  };
  Contraction contraction = matmul(operands[0], operands[1], options);
  const auto dtype = output_type(matmul_operation, operands, arguments);
  return contracted("matmul", operands, std::move(contraction), dtype);
}

// Where the matrices are after transposing; a 1-D operand lacks one of their axes.
Stack stack_of(int rank_a, int rank_b, bool swap_a, bool swap_b) {
  Stack stack;
  if (rank_a > 1) {
    stack.batch_a = axis_range(0, rank_a - 2);
    stack.rows = swap_a ? rank_a - 1 : rank_a - 2;
    stack.contracted_a = swap_a ? rank_a - 2 : rank_a - 1;
  }
  if (rank_b > 1) {
    stack.batch_b = axis_range(0, rank_b - 2);
    stack.contracted_b = swap_b ? rank_b - 1 : rank_b - 2;
    stack.columns = swap_b ? rank_b - 2 : rank_b - 1;
  }
  return stack;
}

void check_flags(const MatmulOptions& options) {
  const auto refuse = [](const std::string& side) {
    throw Error(ErrorKind::usage,
                formatted("matmul: {} is either transposed or its adjoint is taken, not both", side));
  };
  if (options.transpose_a && options.adjoint_a) refuse("A");
  if (options.transpose_b && options.adjoint_b) refuse("B");
}

void check_ranks(Mismatch& mismatch, const Operand& a, const Operand& b, const MatmulOptions& options) {
  const auto check = [&](int operand, int rank, bool transpose, bool adjoint) {
    if (rank == 0) mismatch.add("operands need at least 1 axis, but " + mismatch.name(operand) + " is 0-D");
    if (rank == 1 && (transpose || adjoint)) {
      mismatch.add(formatted("only a matrix {}, but {} is 1-D",
                             transpose ? "can be transposed" : "has an adjoint", mismatch.name(operand)));
    }
  };
  check(0, a.shape.rank(), options.transpose_a, options.adjoint_a);
  check(1, b.shape.rank(), options.transpose_b, options.adjoint_b);
}

// "(60, 2)"
std::string matrix_text(const Shape& shape, int rows, int columns) {
  const auto size = [&](int axis) { return axis < 0 ? std::string("1") : shape[axis].text(); };
  return formatted("({}, {})", size(rows), size(columns));
}

void check_sizes(Mismatch& mismatch, const Stack& stack) {
  check(mismatch, stack);
  if (!mismatch.any()) return;
  const Shape& a = mismatch.shape(0);
  const Shape& b = mismatch.shape(1);
  const bool plain = a.rank() == 2 && b.rank() == 2 && stack.rows == 0 && stack.contracted_b == 0;
  if (!plain) {
    mismatch.show(formatted("as matrices: {} x {}", matrix_text(a, stack.rows, stack.contracted_a),
                            matrix_text(b, stack.contracted_b, stack.columns)));
  }
  mismatch.raise_if_any();
}

}  // namespace

Contraction matmul(const Operand& a, const Operand& b, const MatmulOptions& options) {
  check_flags(options);
  Mismatch mismatch("matmul", a, b);
  check_ranks(mismatch, a, b, options);
  mismatch.raise_if_any();
  const Stack stack = stack_of(a.shape.rank(), b.shape.rank(), options.transpose_a || options.adjoint_a,
                               options.transpose_b || options.adjoint_b);
  check_sizes(mismatch, stack);
  Contraction contraction = stack_product(a, b, stack);
  contraction.conjugate = {options.adjoint_a, options.adjoint_b};
  return contraction;
}

constinit const Operation matmul_operation = {
    .name = "matmul",
    .alias = "",
    .signature = "(...,m?,k),(...,k,n?)->(...,m?,n?)",
    .summary = "tf.matmul and numpy.matmul: stacks of matrices, batch axes broadcast",
    .details =
        "The last two axes are matrices, all axes before them a batch that broadcasts. A 1-D operand is a "
        "row (A) or a column (B), as in numpy.matmul; the result lacks that axis. A 0-D operand is refused: "
        "dot scales.",
    .example = "tcalc matmul 10,12,4,5 10,12,5,8",
    .options = options_of_matmul,
    .rule = matmul_rule,
};

}  // namespace tcalc
