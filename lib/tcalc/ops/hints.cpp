#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/rearrangements.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc {

namespace {

struct Candidate {
  const Operation* operation;
  bool swapped;
  Arguments arguments;
  std::optional<Rearrangement> rearranged = std::nullopt;  // in place of the operands
};

std::array<Operand, 2> operands_of(const Candidate& candidate, const Operand& a, const Operand& b) {
  if (candidate.rearranged) return {candidate.rearranged->a, candidate.rearranged->b};
  return candidate.swapped ? std::array{b, a} : std::array{a, b};
}

std::optional<Shape> result_if_legal(const Candidate& candidate, const Operand& a, const Operand& b) {
  try {
    return apply_rule(*candidate.operation, operands_of(candidate, a, b), candidate.arguments).shape;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::vector<CallArgument> arguments_of(const Arguments& arguments) {
  std::vector<CallArgument> result;
  for (const auto& [name, value] : arguments) {
    const std::string word = name.substr(name.find_first_not_of('-'));
    if (const auto* text = std::get_if<std::string>(&value)) result.emplace_back(word, *text);
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value))
      result.emplace_back(word, *integers);
    if (std::holds_alternative<bool>(value)) result.emplace_back(word, true);
  }
  return result;
}

CallHint hint_of(const Candidate& candidate, const Operand& a, const Operand& b, const Shape& result) {
  CallHint hint;
  hint.operation = candidate.operation->name;
  for (const Operand& operand : operands_of(candidate, a, b)) hint.operands.push_back(call_operand(operand));
  if (candidate.rearranged) hint.operands[candidate.rearranged->place] = candidate.rearranged->changed;
  hint.arguments = arguments_of(candidate.arguments);
  hint.shape = texts_of(result.dims());
  return hint;
}

// The same operation with other options.
void add_variants(std::vector<Candidate>& candidates, const Operation& operation,
                  const Arguments& arguments) {
  if (operation.name == "matmul") {
    candidates.push_back({&operation, false, {{"transpose-b", true}}});
    candidates.push_back({&operation, false, {{"transpose-a", true}}});
    candidates.push_back({&operation, false, {{"transpose-a", true}, {"transpose-b", true}}});
    candidates.push_back({&operation, false, {}});
  }
  if (operation.name == "vecdot") candidates.push_back({&operation, false, {}});
  if (operation.name == "batch_dot") {
    const bool versioned = find_word(arguments, "keras") != nullptr;
    for (const Arguments& kept : {arguments, Arguments{}}) {  // the same axes by the other rule first
      Arguments newer = kept;
      newer.insert_or_assign("keras", std::string("3"));
      Arguments older = kept;
      if (versioned) older.insert_or_assign("keras", std::string("2.2.4"));
      candidates.push_back({&operation, false, std::move(newer)});
      candidates.push_back({&operation, false, std::move(older)});
    }
  }
}

bool contractible(const Dim& x, const Dim& y) { return !x.is_unknown() && !x.is(1) && x == y; }

// The axis that dot would contract, of one operand, with each axis of the other that has its size.
void add_tensordots(std::vector<Candidate>& candidates, const Operand& a, const Operand& b) {
  const Operation* tensordot = find_operation("tensordot");
  if (a.shape.rank() == 0 || b.shape.rank() == 0) return;
  const auto add = [&](std::int64_t axis_a, std::int64_t axis_b) {
    candidates.push_back(
        {tensordot, false, {{"axes-a", std::vector{axis_a}}, {"axes-b", std::vector{axis_b}}}});
  };
  const int last_a = a.shape.rank() - 1;
  const int meeting_b = std::max(b.shape.rank() - 2, 0);
  const std::size_t before = candidates.size();
  for (int axis = 0; axis < b.shape.rank(); ++axis) {
    if (contractible(a.shape[last_a], b.shape[axis])) add(last_a, axis);
  }
  if (candidates.size() > before) return;
  for (int axis = 0; axis < a.shape.rank(); ++axis) {
    if (contractible(a.shape[axis], b.shape[meeting_b])) add(axis, meeting_b);
  }
}

// A stack of vectors has an axis less than the stack of matrices it meets: otherwise matrices are meant.
bool could_be_meant(const Operation& operation, const Operand& a, const Operand& b) {
  if (!operation.proposed || operation.name == "tensordot") return false;
  if (operation.name == "matvec") return b.shape.rank() < a.shape.rank();
  if (operation.name == "vecmat") return a.shape.rank() < b.shape.rank();
  return true;
}

// A stack of matrices and one of vectors, an axis for each but the last.
void add_stacks_of_vectors(std::vector<Candidate>& candidates, const Operation& operation, const Operand& a,
                           const Operand& b) {
  if (operation.name != "matmul" && operation.name != "dot") return;
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a > 2 && rank_b == rank_a - 1) candidates.push_back({find_operation("matvec"), false, {}});
  if (rank_b > 2 && rank_a == rank_b - 1) candidates.push_back({find_operation("vecmat"), false, {}});
}

void add_rearrangements(std::vector<Candidate>& candidates, const Operation& operation,
                        const Arguments& arguments, const Operand& a, const Operand& b) {
  const bool plain = operation.name == "dot" || (operation.name == "matmul" && arguments.empty());
  if (!plain) return;
  for (Rearrangement& rearranged : rearrangements(a, b))
    candidates.push_back({&operation, false, arguments, std::move(rearranged)});
}

std::vector<Candidate> nearest_first(const Operation& operation, const Operand& a, const Operand& b,
                                     const Arguments& arguments) {
  std::vector<Candidate> candidates;
  add_stacks_of_vectors(candidates, operation, a, b);
  add_variants(candidates, operation, arguments);
  candidates.push_back({&operation, true, arguments});
  const Operation* matmul = find_operation("matmul");
  if (&operation != matmul && a.shape.rank() == 2 && b.shape.rank() == 2) {
    candidates.push_back({matmul, false, {{"transpose-b", true}}});
    candidates.push_back({matmul, false, {{"transpose-a", true}}});
  }
  for (const Operation* other : operations()) {
    if (other != &operation && could_be_meant(*other, a, b)) candidates.push_back({other, false, {}});
  }
  add_tensordots(candidates, a, b);
  add_rearrangements(candidates, operation, arguments, a, b);
  return candidates;
}

}  // namespace

CallOperand call_operand(const Operand& operand) {
  return {operand.name, operand.word, operand.dtype.has_value(), {}, std::nullopt, operand.shape.rank()};
}

std::vector<CallHint> legal_alternatives(const Operation& operation, const Operand& a, const Operand& b,
                                         const Arguments& arguments) {
  std::vector<CallHint> hints;
  std::vector<Shape> shapes;
  for (const Candidate& candidate : nearest_first(operation, a, b, arguments)) {
    if (hints.size() == most_hints) break;
    const bool same = candidate.operation == &operation && !candidate.swapped && !candidate.rearranged &&
                      candidate.arguments == arguments;
    if (same) continue;
    const auto shape = result_if_legal(candidate, a, b);
    // A second way to the same shape tells nothing new.
    if (!shape || std::ranges::find(shapes, *shape) != shapes.end()) continue;
    shapes.push_back(*shape);
    hints.push_back(hint_of(candidate, a, b, *shape));
  }
  return hints;
}

}  // namespace tcalc
