#include <array>
#include <optional>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/batch_dot_rules.hpp>
#include <tcalc/ops/output_type.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_batch_dot = {
    OptionSpec{"axes", OptionKind::integers, "I[,J]",
               "the axis of A and of B to contract; one number is for both"},
    OptionSpec{"keras", OptionKind::word, "VERSION",
               "the rule of that Keras: up to 2.2.4 (the default) or from 2.2.5 on"},
    output_type_option,
};

bool is_complex(const Operand& operand) {
  return operand.dtype && info(*operand.dtype).kind == DtypeKind::complex;
}

// Two contractions of the same operands give the same numbers when their labels are the same up to renaming.
bool same_numbers(const Contraction& x, const Contraction& y, const Operand& a, const Operand& b) {
  const bool same_a = x.conjugate[0] == y.conjugate[0] || !is_complex(a);
  const bool same_b = x.conjugate[1] == y.conjugate[1] || !is_complex(b);
  return same_a && same_b && einsum_text(x) == einsum_text(y);
}

std::optional<Contraction> if_legal(const Operand& a, const Operand& b, const BatchDotOptions& options) {
  try {
    Contraction contraction = batch_dot(a, b, options);
    if (!Shape::defect(contraction.result_dims())) return contraction;
  } catch (const Error&) {  // refused: there is nothing to tell
  }
  return std::nullopt;
}

// The line that says what the other rule would have given, where that differs.
std::vector<Note> notes(const Operand& a, const Operand& b, BatchDotOptions options,
                        const Contraction& chosen) {
  const bool chose_old = options.rule == KerasRule::until_2_2_4;
  options.rule = chose_old ? KerasRule::from_2_2_5 : KerasRule::until_2_2_4;
  const auto other = if_legal(a, b, options);
  if (!other) return {};
  const Dims dims = other->result_dims();
  const bool same_shape = dims == chosen.result_dims();
  if (same_shape && same_numbers(chosen, *other, a, b)) return {};
  const std::string what = same_shape ? "the same shape but other numbers" : text_of(dims);
  const std::string fact = formatted(
      "batch_dot: {} {} here", chose_old ? "Keras 2.2.5 and later give" : "Keras up to 2.2.4 gives", what);
  return {{fact, {"", "keras", chose_old ? "3" : "2.2.4", ""}}};
}

Outcome batch_dot_rule(std::span<const Operand> operands, const Arguments& arguments) {
  const Operand& a = operands[0];
  const Operand& b = operands[1];
  BatchDotOptions options;
  if (const auto* axes = find_integers(arguments, "axes")) {
    if (axes->empty())
      throw Error(ErrorKind::usage, "batch_dot: one axis of each operand is contracted, got none");
    options.axes = *axes;
  }
  if (const auto* version = find_word(arguments, "keras")) options.rule = keras_rule(*version);
  Contraction contraction = batch_dot(a, b, options);
  std::vector<Note> lines = notes(a, b, options, contraction);
  const auto dtype = output_type(batch_dot_operation, operands, arguments);
  Outcome outcome = contracted("batch_dot", operands, std::move(contraction), dtype);
  outcome.notes = std::move(lines);
  return outcome;
}

}  // namespace

KerasRule keras_rule(const std::string& version) {
  constexpr std::array first_new = {2, 2, 5};
  std::array<int, 3> parts = {0, 0, 0};
  std::size_t part = 0;
  bool digit_seen = false;
  for (const char letter : version) {
    if (letter >= '0' && letter <= '9' && part < 3 && parts[part] < 1000) {
      parts[part] = parts[part] * 10 + (letter - '0');
      digit_seen = true;
    } else if (letter == '.' && digit_seen && part < 2) {
      ++part;
      digit_seen = false;
    } else {
      digit_seen = false;
      break;
    }
  }
  if (!digit_seen) {
    const std::string safe = escaped(version);  // with quotes of its own where something was escaped
    const std::string quoted = safe == version ? "'" + safe + "'" : safe;
    throw Error(ErrorKind::usage, "batch_dot: " + quoted + " is not a Keras version",
                "write it as 2.2.4, 2.3 or 3");
  }
  return parts < first_new ? KerasRule::until_2_2_4 : KerasRule::from_2_2_5;
}

Contraction batch_dot(const Operand& a, const Operand& b, const BatchDotOptions& options) {
  if (options.axes.size() > 2) {
    throw Error(ErrorKind::usage,
                formatted("batch_dot: one axis of each operand is contracted, got {}", options.axes.size()));
  }
  return options.rule == KerasRule::until_2_2_4 ? batch_dot_until_2_2_4(a, b, options.axes)
                                                : batch_dot_from_2_2_5(a, b, options.axes);
}

constinit const Operation batch_dot_operation = {
    .name = "batch_dot",
    .alias = "batch-dot",
    .signature = "(batch...,m,k),(batch...,k,n)->(batch...,m,n)",
    .summary = "Keras batch_dot, in both of its published meanings",
    .details =
        "Up to Keras 2.2.4 (the default) all axes but the last two are a batch: this agrees with tf.matmul, "
        "and only the last two axes can be contracted. From Keras 2.2.5 on (`keras` 3) axis 0 is the batch "
        "and every other axis that is not contracted is kept. Without `axes` the last axis of A meets the "
        "second-to-last of B. Batch sizes must be equal in both, nothing is broadcast, axis 0 is refused by "
        "the new rule, and a result of one axis gets a trailing 1.",
    .example = "tcalc batch_dot 10,12,4,5 10,12,5,8",
    .options = options_of_batch_dot,
    .rule = batch_dot_rule,
};

}  // namespace tcalc
