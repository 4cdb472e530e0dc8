// The rules but batch_dot are those of NumPy's documentation; batch_dot's are the two
// functions of Keras 2.2.4 and 2.3.1 statement by statement, with the checks that tcalc adds: axes are
// normalised, nothing is broadcast.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <tests/support/reference.hpp>

#include <tcalc/ops/batch_dot.hpp>

namespace tcalc::reference {

namespace {

using Letters = std::vector<int>;
using Rule = std::optional<Subscripts> (*)(const Arguments&, const Extents&, const Extents&);

int fresh(Subscripts& s, std::int64_t size) {
  s.sizes.push_back(size);
  return static_cast<int>(s.sizes.size()) - 1;
}

Subscripts all_different(const Extents& a, const Extents& b) {
  Subscripts s;
  for (const std::int64_t size : a) s.a.push_back(fresh(s, size));
  for (const std::int64_t size : b) s.b.push_back(fresh(s, size));
  return s;
}

std::int64_t size_of_letter(const Subscripts& s, int letter) {
  return s.sizes[static_cast<std::size_t>(letter)];
}

// From now on `from` is another name of `to`; false when their sizes differ.
bool identify(Subscripts& s, int to, int from) {
  if (size_of_letter(s, to) != size_of_letter(s, from)) return false;
  std::replace(s.b.begin(), s.b.end(), from, to);
  return true;
}

bool identify_broadcasting(Subscripts& s, int to, int from) {
  const std::int64_t x = size_of_letter(s, to);
  const std::int64_t y = size_of_letter(s, from);
  if (x != y && x != 1 && y != 1) return false;
  s.sizes[static_cast<std::size_t>(to)] = x == 1 ? y : x;
  std::replace(s.b.begin(), s.b.end(), from, to);
  return true;
}

void append(Letters& letters, const Letters& more) {
  letters.insert(letters.end(), more.begin(), more.end());
}

// dot(a, b)[i,j,k,m] = sum(a[i,j,:] * b[k,:,m])
std::optional<Subscripts> dot(const Arguments&, const Extents& a, const Extents& b) {
  Subscripts s = all_different(a, b);
  const std::size_t b_axis = b.size() > 1 ? b.size() - 2 : 0;
  const bool sums = !a.empty() && !b.empty();
  if (sums && !identify(s, s.a.back(), s.b[b_axis])) return std::nullopt;
  s.result.assign(s.a.begin(), s.a.end() - (sums ? 1 : 0));
  for (std::size_t axis = 0; axis < b.size(); ++axis) {
    if (!sums || axis != b_axis) s.result.push_back(s.b[axis]);
  }
  return s;
}

// "If the first argument is 1-D, it is promoted to a matrix by prepending a 1 to its dimensions. After matrix
// multiplication the prepended 1 is removed"; the second likewise, appended. The flags swap the last two
// axes.
std::optional<Subscripts> matmul(const Arguments& options, const Extents& a, const Extents& b) {
  const bool swap_a = has_flag(options, "transpose-a") || has_flag(options, "adjoint-a");
  const bool swap_b = has_flag(options, "transpose-b") || has_flag(options, "adjoint-b");
  if (has_flag(options, "transpose-a") && has_flag(options, "adjoint-a")) return std::nullopt;
  if (has_flag(options, "transpose-b") && has_flag(options, "adjoint-b")) return std::nullopt;
  if (a.empty() || b.empty() || (swap_a && a.size() < 2) || (swap_b && b.size() < 2)) return std::nullopt;
  Subscripts s = all_different(a, b);
  s.conjugate_a = has_flag(options, "adjoint-a");
  s.conjugate_b = has_flag(options, "adjoint-b");
  Letters x, y;
  if (a.size() == 1) x.push_back(fresh(s, 1));
  append(x, s.a);
  append(y, s.b);
  if (b.size() == 1) y.push_back(fresh(s, 1));
  if (swap_a) std::swap(x[x.size() - 1], x[x.size() - 2]);
  if (swap_b) std::swap(y[y.size() - 1], y[y.size() - 2]);
  if (!identify(s, x.back(), y[y.size() - 2])) return std::nullopt;
  Letters batch;
  for (std::size_t from_right = 3; from_right <= std::max(x.size(), y.size()); ++from_right) {
    if (from_right > x.size()) {
      batch.insert(batch.begin(), y[y.size() - from_right]);
    } else {
      batch.insert(batch.begin(), x[x.size() - from_right]);
      if (from_right <= y.size() && !identify_broadcasting(s, batch.front(), y[y.size() - from_right]))
        return std::nullopt;
    }
  }
  s.result = batch;
  if (a.size() > 1) s.result.push_back(x[x.size() - 2]);
  if (b.size() > 1) s.result.push_back(y.back());
  return s;
}

// The axis counted from 0; nothing when there is none.
std::optional<std::size_t> counted(std::int64_t axis, std::size_t rank) {
  const std::int64_t from_0 = axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
  if (from_0 < 0 || from_0 >= static_cast<std::int64_t>(rank)) return std::nullopt;
  return static_cast<std::size_t>(from_0);
}

std::optional<Subscripts> tensordot(const Arguments& options, const Extents& a, const Extents& b) {
  Extents axes_a, axes_b;
  if (const auto* list = find_integers(options, "axes-a")) {
    axes_a = *list;
    axes_b = *find_integers(options, "axes-b");
  } else {
    const auto* number = find_integers(options, "axes");
    const std::int64_t n = number == nullptr ? 2 : number->front();
    for (std::int64_t i = 0; i < n; ++i) {
      axes_a.push_back(static_cast<std::int64_t>(a.size()) - n + i);
      axes_b.push_back(i);
    }
    if (n > static_cast<std::int64_t>(std::min(a.size(), b.size()))) return std::nullopt;
  }
  if (axes_a.size() != axes_b.size()) return std::nullopt;
  Subscripts s = all_different(a, b);
  Letters free_a = s.a, free_b = s.b;
  for (std::size_t i = 0; i < axes_a.size(); ++i) {
    const auto axis_a = counted(axes_a[i], a.size());
    const auto axis_b = counted(axes_b[i], b.size());
    if (!axis_a || !axis_b) return std::nullopt;
    // An axis that is not free any more was given twice.
    const int letter_b = static_cast<int>(a.size() + *axis_b);
    if (std::erase(free_a, s.a[*axis_a]) == 0 || std::erase(free_b, letter_b) == 0) return std::nullopt;
    if (!identify(s, s.a[*axis_a], letter_b)) return std::nullopt;
  }
  s.result = free_a;
  append(s.result, free_b);
  return s;
}

// Keras 2.2.4: two 2-D operands are multiplied elementwise and summed.
std::optional<Subscripts> old_batch_dot_2d(Subscripts s, std::size_t axis_a, std::size_t axis_b) {
  if (!identify(s, s.a[axis_a], s.b[axis_b]) || !identify(s, s.a[1 - axis_a], s.b[1 - axis_b]))
    return std::nullopt;
  s.result = {s.a[1 - axis_a], fresh(s, 1)};  // "if ndim(out) == 1: out = expand_dims(out, 1)"
  return s;
}

// Keras 2.2.4: append 1s, adjoint, matmul, squeeze. Axes that are not among the last two are refused.
std::optional<Subscripts> old_batch_dot(Subscripts s, std::size_t axis_a, std::size_t axis_b) {
  const std::size_t a_rank = s.a.size(), b_rank = s.b.size(), rank = std::max(a_rank, b_rank);
  if (a_rank == 2 && b_rank == 2) return old_batch_dot_2d(std::move(s), axis_a, axis_b);
  if (axis_a + 2 < rank || axis_b + 2 < rank) return std::nullopt;
  Letters x = s.a, y = s.b;
  while (x.size() < rank) x.push_back(fresh(s, 1));
  while (y.size() < rank) y.push_back(fresh(s, 1));
  s.conjugate_a = axis_a != rank - 1;
  s.conjugate_b = axis_b == rank - 1;
  if (s.conjugate_a) std::swap(x[rank - 1], x[rank - 2]);
  if (s.conjugate_b) std::swap(y[rank - 1], y[rank - 2]);
  for (std::size_t axis = 0; axis + 2 < rank; ++axis) {
    if (!identify(s, x[axis], y[axis])) return std::nullopt;
  }
  if (!identify(s, x[rank - 1], y[rank - 2])) return std::nullopt;
  s.result.assign(x.begin(), x.end() - 1);
  s.result.push_back(y.back());
  const std::size_t squeezed = a_rank > b_rank ? a_rank - b_rank : b_rank - a_rank;
  const std::size_t first = a_rank > b_rank ? a_rank + b_rank - 3 : a_rank - 1;
  for (std::size_t i = 0; i < squeezed; ++i) {
    if (first >= s.result.size() || size_of_letter(s, s.result[first]) != 1) return std::nullopt;
    s.result.erase(s.result.begin() + static_cast<std::ptrdiff_t>(first));
  }
  return s;
}

// Keras 2.2.5 and later: the batch, then what is left of A, then what is left of B.
std::optional<Subscripts> new_batch_dot(Subscripts s, std::size_t axis_a, std::size_t axis_b) {
  if (axis_a == 0 || axis_b == 0) return std::nullopt;
  if (!identify(s, s.a[0], s.b[0]) || !identify(s, s.a[axis_a], s.b[axis_b])) return std::nullopt;
  for (std::size_t axis = 0; axis < s.a.size(); ++axis) {
    if (axis != axis_a) s.result.push_back(s.a[axis]);
  }
  for (std::size_t axis = 1; axis < s.b.size(); ++axis) {
    if (axis != axis_b) s.result.push_back(s.b[axis]);
  }
  if (s.result.size() == 1) s.result.push_back(fresh(s, 1));
  return s;
}

std::optional<Subscripts> batch_dot(const Arguments& options, const Extents& a, const Extents& b) {
  if (a.size() < 2 || b.size() < 2) return std::nullopt;
  const std::string* version = find_word(options, "keras");
  const bool is_new = version != nullptr && keras_rule(*version) == KerasRule::from_2_2_5;
  // Without axes the old rule, too, took the second axis of a 2-D B that meets a 3-D A: axis 0 is not among
  // the last two.
  const bool second = b.size() == 2 && (is_new || a.size() > 2);
  std::int64_t typed_a = static_cast<std::int64_t>(a.size()) - 1;
  std::int64_t typed_b = second ? 1 : static_cast<std::int64_t>(b.size()) - 2;
  if (const auto* axes = find_integers(options, "axes")) {
    typed_a = axes->front();
    typed_b = axes->back();
  }
  const auto axis_a = counted(typed_a, a.size());
  const auto axis_b = counted(typed_b, b.size());
  if (!axis_a || !axis_b) return std::nullopt;
  Subscripts s = all_different(a, b);
  return is_new ? new_batch_dot(std::move(s), *axis_a, *axis_b)
                : old_batch_dot(std::move(s), *axis_a, *axis_b);
}

// inner(a, b) = tensordot(a, b, axes=(-1,-1)); 0-D operands are multiplied.
std::optional<Subscripts> inner(const Arguments&, const Extents& a, const Extents& b) {
  Subscripts s = all_different(a, b);
  const bool sums = !a.empty() && !b.empty();
  if (sums && !identify(s, s.a.back(), s.b.back())) return std::nullopt;
  s.result.assign(s.a.begin(), s.a.end() - (sums ? 1 : 0));
  s.result.insert(s.result.end(), s.b.begin(), s.b.end() - (sums ? 1 : 0));
  return s;
}

// out[i, j] = a.ravel()[i] * b.ravel()[j]
std::optional<Subscripts> outer(const Arguments&, const Extents& a, const Extents& b) {
  Subscripts s = all_different(a, b);
  s.result = s.a;
  append(s.result, s.b);
  s.reshaped = Extents{element_count(a), element_count(b)};
  return s;
}

// kron(a, b)[i * len(b) + j] = a[i] * b[j], along every axis; "the smaller is padded with ones".
std::optional<Subscripts> kron(const Arguments&, const Extents& a, const Extents& b) {
  Subscripts s = all_different(a, b);
  s.reshaped = Extents{};
  for (std::size_t from_right = std::max(a.size(), b.size()); from_right > 0; --from_right) {
    std::int64_t size = 1;
    if (from_right <= a.size()) {
      s.result.push_back(s.a[a.size() - from_right]);
      size *= a[a.size() - from_right];
    }
    if (from_right <= b.size()) {
      s.result.push_back(s.b[b.size() - from_right]);
      size *= b[b.size() - from_right];
    }
    s.reshaped->push_back(size);
  }
  return s;
}

// vdot "flattens input arguments to 1-D vectors first" and conjugates the first.
std::optional<Subscripts> vdot(const Arguments&, const Extents& a, const Extents& b) {
  if (element_count(a) != element_count(b)) return std::nullopt;
  Subscripts s;
  s.conjugate_a = true;
  if (a == b) {
    s = all_different(a, b);
    s.conjugate_a = true;
    s.b = s.a;
    return s;
  }
  s.flattened = true;
  s.a = s.b = {fresh(s, element_count(a))};
  return s;
}

// Aligned at the right: axes[i] of either operand, from the last one on, broadcast.
std::optional<Letters> broadcast_batch(Subscripts& s, const Letters& x, const Letters& y) {
  Letters batch;
  for (std::size_t from_right = 1; from_right <= std::max(x.size(), y.size()); ++from_right) {
    if (from_right > x.size()) {
      batch.insert(batch.begin(), y[y.size() - from_right]);
      continue;
    }
    batch.insert(batch.begin(), x[x.size() - from_right]);
    if (from_right <= y.size() && !identify_broadcasting(s, batch.front(), y[y.size() - from_right]))
      return std::nullopt;
  }
  return batch;
}

// sum over `axis` of conj(a) * b, the other axes broadcast.
std::optional<Subscripts> vecdot(const Arguments& options, const Extents& a, const Extents& b) {
  const auto* typed = find_integers(options, "axis");
  const auto axis_a = counted(typed == nullptr ? -1 : typed->front(), a.size());
  const auto axis_b = counted(typed == nullptr ? -1 : typed->front(), b.size());
  if (!axis_a || !axis_b) return std::nullopt;
  Subscripts s = all_different(a, b);
  s.conjugate_a = true;
  if (!identify(s, s.a[*axis_a], s.b[*axis_b])) return std::nullopt;
  Letters x = s.a, y = s.b;
  x.erase(x.begin() + static_cast<std::ptrdiff_t>(*axis_a));
  y.erase(y.begin() + static_cast<std::ptrdiff_t>(*axis_b));
  const auto batch = broadcast_batch(s, x, y);
  if (!batch) return std::nullopt;
  s.result = *batch;
  return s;
}

// (...,m,n),(...,n)->(...,m)
std::optional<Subscripts> matvec(const Arguments&, const Extents& a, const Extents& b) {
  if (a.size() < 2 || b.empty()) return std::nullopt;
  Subscripts s = all_different(a, b);
  if (!identify(s, s.a.back(), s.b.back())) return std::nullopt;
  const auto batch =
      broadcast_batch(s, Letters(s.a.begin(), s.a.end() - 2), Letters(s.b.begin(), s.b.end() - 1));
  if (!batch) return std::nullopt;
  s.result = *batch;
  s.result.push_back(s.a[a.size() - 2]);
  return s;
}

// (...,n),(...,n,m)->(...,m), the vector conjugated
std::optional<Subscripts> vecmat(const Arguments&, const Extents& a, const Extents& b) {
  if (a.empty() || b.size() < 2) return std::nullopt;
  Subscripts s = all_different(a, b);
  s.conjugate_a = true;
  if (!identify(s, s.a.back(), s.b[b.size() - 2])) return std::nullopt;
  const auto batch =
      broadcast_batch(s, Letters(s.a.begin(), s.a.end() - 1), Letters(s.b.begin(), s.b.end() - 2));
  if (!batch) return std::nullopt;
  s.result = *batch;
  s.result.push_back(s.b.back());
  return s;
}

// Two operands of a chain: rows and columns may be 1-D.
std::optional<Subscripts> multi_dot(const Arguments&, const Extents& a, const Extents& b) {
  if (a.empty() || a.size() > 2 || b.empty() || b.size() > 2) return std::nullopt;
  return dot({}, a, b);
}

// One term per operand, letters only or with a "...": {"ab", -1}, {"ab", 1} for "a...b".
struct Term {
  std::string letters;
  int hidden_at = -1;
};

Term term_of(std::string text) {
  const std::size_t dots = text.find("...");
  if (dots == std::string::npos) return {text};
  return {text.erase(dots, 3), static_cast<int>(dots)};
}

// Every axis gets its letter, or for "..." its place from the right; equal ones are identified.
std::optional<Subscripts> einsum(const Arguments& options, const Extents& a, const Extents& b) {
  const std::string spec = *find_word(options, "SPEC");
  const std::size_t arrow = spec.find("->");
  const std::string inputs = spec.substr(0, arrow);
  const std::size_t comma = inputs.find(',');
  if (comma == std::string::npos) return std::nullopt;
  const Term terms[] = {term_of(inputs.substr(0, comma)), term_of(inputs.substr(comma + 1))};
  const Extents* shapes[] = {&a, &b};
  Subscripts s;
  std::map<char, int> letters;
  std::map<int, int, std::greater<>> hidden;  // by place from the right
  for (int operand = 0; operand < 2; ++operand) {
    const Term& term = terms[operand];
    const Extents& shape = *shapes[operand];
    const int hidden_axes = static_cast<int>(shape.size()) - static_cast<int>(term.letters.size());
    if (hidden_axes < 0 || (hidden_axes > 0 && term.hidden_at < 0)) return std::nullopt;
    std::map<char, std::int64_t> own;
    for (int axis = 0, letter = 0; axis < static_cast<int>(shape.size()); ++axis) {
      const std::int64_t size = shape[static_cast<std::size_t>(axis)];
      const bool is_hidden = axis >= term.hidden_at && axis < term.hidden_at + hidden_axes;
      int* known = nullptr;
      if (is_hidden) {
        known = &hidden.try_emplace(term.hidden_at + hidden_axes - axis, -1).first->second;
      } else {
        const char name = term.letters[static_cast<std::size_t>(letter++)];
        if (own.try_emplace(name, size).first->second != size) return std::nullopt;
        known = &letters.try_emplace(name, -1).first->second;
      }
      if (*known < 0) *known = fresh(s, size);
      std::int64_t& extent = s.sizes[static_cast<std::size_t>(*known)];
      const bool broadcasts = is_hidden || !has_flag(options, "strict");
      if (extent != size && !(broadcasts && (extent == 1 || size == 1))) return std::nullopt;
      if (extent == 1) extent = size;
      (operand == 0 ? s.a : s.b).push_back(*known);
    }
  }
  Letters below;
  for (const auto& [place, letter] : hidden) below.push_back(letter);
  if (arrow == std::string::npos) {
    s.result = below;
    for (const auto& [name, letter] : letters) {
      if (std::count(inputs.begin(), inputs.end(), name) == 1) s.result.push_back(letter);
    }
    return s;
  }
  const Term output = term_of(spec.substr(arrow + 2));
  if (output.hidden_at < 0 && !below.empty()) return std::nullopt;
  for (int at = 0; at <= static_cast<int>(output.letters.size()); ++at) {
    if (at == output.hidden_at) append(s.result, below);
    if (at < static_cast<int>(output.letters.size()))
      s.result.push_back(letters.at(output.letters[static_cast<std::size_t>(at)]));
  }
  return s;
}

const std::map<std::string_view, Rule>& rules() {
  static const std::map<std::string_view, Rule> all = {{"dot", dot},
                                                       {"batch_dot", batch_dot},
                                                       {"matmul", matmul},
                                                       {"tensordot", tensordot},
                                                       {"inner", inner},
                                                       {"outer", outer},
                                                       {"vdot", vdot},
                                                       {"vecdot", vecdot},
                                                       {"matvec", matvec},
                                                       {"vecmat", vecmat},
                                                       {"kron", kron},
                                                       {"einsum", einsum},
                                                       {"multi_dot", multi_dot}};
  return all;
}

// For each letter how far one step along it moves in an operand.
std::vector<std::size_t> steps(const Letters& axes, const Extents& shape, std::size_t letters) {
  std::vector<std::size_t> step(letters, 0);
  std::size_t stride = 1;
  for (std::size_t axis = axes.size(); axis-- > 0;) {
    if (shape[axis] != 1) step[static_cast<std::size_t>(axes[axis])] += stride;
    stride *= static_cast<std::size_t>(shape[axis]);
  }
  return step;
}

}  // namespace

Extents Subscripts::shape() const {
  if (reshaped) return *reshaped;
  Extents extents;
  for (const int letter : result) extents.push_back(size_of_letter(*this, letter));
  return extents;
}

std::string Subscripts::text() const {
  std::map<int, char> names;
  const auto named = [&](const Letters& letters) {
    std::string text;
    for (const int letter : letters) {
      text +=
          names.try_emplace(letter, static_cast<char>('a' + static_cast<char>(names.size()))).first->second;
    }
    return text;
  };
  const std::string of_a = named(a);
  const std::string of_b = named(b);
  return of_a + "," + of_b + "->" + named(result);
}

bool has_rule(std::string_view operation) { return rules().contains(operation); }

std::optional<Subscripts> subscripts(std::string_view operation, const Arguments& options, const Extents& a,
                                     const Extents& b) {
  const auto rule = rules().find(operation);
  if (rule == rules().end()) throw std::logic_error("the oracle has no rule for " + std::string(operation));
  return rule->second(options, a, b);
}

std::int64_t element_count(const Extents& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) count *= extent;
  return count;
}

void for_each_term(const Subscripts& s, const Extents& a, const Extents& b, const Visit& visit) {
  Letters order = s.result;  // outermost first: the result in C order, and within one element its terms
  for (const Letters& operand : {s.a, s.b}) {
    for (const int letter : operand) {
      if (std::find(order.begin(), order.end(), letter) == order.end()) order.push_back(letter);
    }
  }
  Extents result;
  for (const int letter : s.result) result.push_back(size_of_letter(s, letter));
  const std::size_t letters = s.sizes.size();
  const std::vector<std::size_t> step_a = steps(s.a, s.flattened ? Extents{element_count(a)} : a, letters);
  const std::vector<std::size_t> step_b = steps(s.b, s.flattened ? Extents{element_count(b)} : b, letters);
  const std::vector<std::size_t> step_result = steps(s.result, result, letters);
  const std::function<void(std::size_t, std::size_t, std::size_t, std::size_t)> walk =
      [&](std::size_t depth, std::size_t at, std::size_t at_a, std::size_t at_b) {
        if (depth == order.size()) return visit(at, at_a, at_b);
        const auto letter = static_cast<std::size_t>(order[depth]);
        for (std::size_t i = 0; i < static_cast<std::size_t>(s.sizes[letter]); ++i) {
          walk(depth + 1, at + i * step_result[letter], at_a + i * step_a[letter], at_b + i * step_b[letter]);
        }
      };
  walk(0, 0, 0, 0);
}

}  // namespace tcalc::reference
