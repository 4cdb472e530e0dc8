#include <algorithm>
#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/axes.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/mismatch.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_matmul = {
    OptionSpec{"--transpose-a", OptionKind::flag, "", "swap the last two axes of A"},
    OptionSpec{"--transpose-b", OptionKind::flag, "", "swap the last two axes of B"},
    OptionSpec{"--adjoint-a", OptionKind::flag, "", "swap the last two axes of A and conjugate it"},
    OptionSpec{"--adjoint-b", OptionKind::flag, "", "swap the last two axes of B and conjugate it"},
};

Outcome rule(const Operand& a, const Operand& b, const Arguments& arguments) {
  const MatmulOptions options = {
      .transpose_a = has_flag(arguments, "--transpose-a"),
      .transpose_b = has_flag(arguments, "--transpose-b"),
      .adjoint_a = has_flag(arguments, "--adjoint-a"),
      .adjoint_b = has_flag(arguments, "--adjoint-b"),
  };
  return {matmul(a, b, options), {}};
}

// Where one operand keeps its matrix: the axes of its rows and columns after transposing; -1 for the axis
// that a 1-D operand lacks.
struct MatrixAxes {
  int batch = 0;  // number of leading batch axes
  int rows = -1;
  int columns = -1;
};

MatrixAxes matrix_axes_a(int rank, bool swapped) {
  if (rank == 1) return {0, -1, 0};
  return swapped ? MatrixAxes{rank - 2, rank - 1, rank - 2} : MatrixAxes{rank - 2, rank - 2, rank - 1};
}

MatrixAxes matrix_axes_b(int rank, bool swapped) {
  if (rank == 1) return {0, 0, -1};
  return matrix_axes_a(rank, swapped);
}

void check_flags(const MatmulOptions& options) {
  const auto refuse = [](const std::string& side) {
    throw Error(ErrorKind::usage,
                "matmul: only one of --transpose-" + side + " and --adjoint-" + side + " can be given");
  };
  if (options.transpose_a && options.adjoint_a) refuse("a");
  if (options.transpose_b && options.adjoint_b) refuse("b");
}

void check_ranks(Mismatch& mismatch, const Operand& a, const Operand& b, const MatmulOptions& options) {
  const auto check = [&](const std::string& name, int rank, bool transpose, bool adjoint,
                         const std::string& side) {
    if (rank == 0) mismatch.add("operands need at least 1 axis, but " + name + " is 0-D");
    if (rank == 1 && (transpose || adjoint)) {
      mismatch.add("--" + std::string(transpose ? "transpose" : "adjoint") + "-" + side +
                   " needs a matrix, but " + name + " is 1-D");
    }
  };
  check(mismatch.name_a(), a.shape.rank(), options.transpose_a, options.adjoint_a, "a");
  check(mismatch.name_b(), b.shape.rank(), options.transpose_b, options.adjoint_b, "b");
}

// Batch axis `place` of the result, counted from its right end, of an operand with `batch` of them; -1 when
// it has none.
int batch_axis(int place, int batch) { return place < batch ? batch - 1 - place : -1; }

void check_batch(Mismatch& mismatch, const Operand& a, const Operand& b, int batch_a, int batch_b) {
  for (int place = std::min(batch_a, batch_b) - 1; place >= 0; --place) {
    const int axis_a = batch_axis(place, batch_a);
    const int axis_b = batch_axis(place, batch_b);
    const Dim& x = a.shape[axis_a];
    const Dim& y = b.shape[axis_b];
    if (!broadcast(x, y)) mismatch.require_equal(axis_a, axis_b, "Batch dimensions", "only a 1 is broadcast");
  }
}

std::string matrix_text(const Shape& shape, const MatrixAxes& axes) {
  const auto size = [&](int axis) { return axis < 0 ? std::string("1") : shape[axis].text(); };
  return std::string("[").append(size(axes.rows)).append(",").append(size(axes.columns)).append("]");
}

void check(const Operand& a, const Operand& b, const MatrixAxes& of_a, const MatrixAxes& of_b,
           const MatmulOptions& options) {
  Mismatch mismatch("matmul", a, b);
  check_ranks(mismatch, a, b, options);
  mismatch.raise_if_any();
  mismatch.require_equal(of_a.columns, of_b.rows);
  check_batch(mismatch, a, b, of_a.batch, of_b.batch);
  const bool plain = a.shape.rank() == 2 && b.shape.rank() == 2 && of_a.rows == 0 && of_b.rows == 0;
  if (!plain)
    mismatch.show("as matrices: " + matrix_text(a.shape, of_a) + " x " + matrix_text(b.shape, of_b));
  mismatch.raise_if_any();
}

// Adds the batch labels, outermost first, to both operands and the result.
void add_batch(Contraction& contraction, const Operand& a, const Operand& b, int batch_a, int batch_b) {
  for (int place = std::max(batch_a, batch_b) - 1; place >= 0; --place) {
    const int axis_a = batch_axis(place, batch_a);
    const int axis_b = batch_axis(place, batch_b);
    const Dim one = 1;
    const Dim extent = *broadcast(axis_a < 0 ? one : a.shape[axis_a], axis_b < 0 ? one : b.shape[axis_b]);
    const int label = contraction.add(Group::batch, extent);
    if (axis_a >= 0) contraction.a.push_back(label);
    if (axis_b >= 0) contraction.b.push_back(label);
    contraction.result.push_back(label);
  }
}

}  // namespace

Contraction matmul(const Operand& a, const Operand& b, const MatmulOptions& options) {
  check_flags(options);
  const MatrixAxes of_a = matrix_axes_a(a.shape.rank(), options.transpose_a || options.adjoint_a);
  const MatrixAxes of_b = matrix_axes_b(b.shape.rank(), options.transpose_b || options.adjoint_b);
  check(a, b, of_a, of_b, options);

  Contraction contraction;
  add_batch(contraction, a, b, of_a.batch, of_b.batch);
  const int contracted =
      contraction.add(Group::contracted, *equal(a.shape[of_a.columns], b.shape[of_b.rows]));
  contraction.a.resize(static_cast<std::size_t>(a.shape.rank()), contracted);
  contraction.b.resize(static_cast<std::size_t>(b.shape.rank()), contracted);
  if (of_a.rows >= 0) {
    const int label = contraction.add(Group::free_a, a.shape[of_a.rows]);
    contraction.a[static_cast<std::size_t>(of_a.rows)] = label;
    contraction.result.push_back(label);
  }
  if (of_b.columns >= 0) {
    const int label = contraction.add(Group::free_b, b.shape[of_b.columns]);
    contraction.b[static_cast<std::size_t>(of_b.columns)] = label;
    contraction.result.push_back(label);
  }
  contraction.conjugate_a = options.adjoint_a;
  contraction.conjugate_b = options.adjoint_b;
  return contraction;
}

constinit const Operation matmul_operation = {
    .name = "matmul",
    .alias = "",
    .signature = "(...,m?,k),(...,k,n?)->(...,m?,n?)",
    .summary = "tf.matmul and numpy.matmul: stacks of matrices, batch axes broadcast",
    .details =
        "The last two axes are matrices, all axes before them a batch that broadcasts. A 1-D operand is a "
        "row (A) or a "
        "column (B), as in numpy.matmul; the result lacks that axis. A 0-D operand is refused: dot scales.",
    .example = "tcalc matmul 10,12,4,5 10,12,5,8",
    .options = options_of_matmul,
    .rule = rule,
};

}  // namespace tcalc
