// The einsum of NumPy, PyTorch and JAX for one spec: the same sums, but each has its own words, and only
// NumPy refuses an ellipsis that the output drops. The others sum its axes.
#include <algorithm>
#include <map>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/einsum_spec.hpp>

namespace tcalc::framework {

namespace {

// An axis below "..." has its place from the right end for a name, below 0; a letter has itself.
using Names = std::vector<int>;

// One operand as the spec reads it.
struct Reading {
  const EinsumTerm& term;
  const Shape& shape;

  int letters() const { return static_cast<int>(term.letters.size()); }
  int hidden() const { return shape.rank() - letters(); }
  bool fits() const { return term.ellipsis ? hidden() >= 0 : hidden() == 0; }
  Names names() const {
    Names names(term.letters.begin(), term.letters.end());
    Names below;
    for (int place = hidden(); place > 0; --place) below.push_back(-place);
    if (term.ellipsis)
      names.insert(names.begin() + static_cast<std::ptrdiff_t>(*term.ellipsis), below.begin(), below.end());
    return names;
  }
};

struct Call {
  const EinsumSpec spec;
  const std::vector<Operand> operands;
  std::vector<Reading> readings;

  Call(const FrameworkOptions& options, const Operand& a, const Operand& b)
      : spec(parse_einsum(*options.einsum)), operands{a, b} {
    for (std::size_t place = 0; place < operands.size(); ++place)
      readings.push_back({spec.operands[place], operands[place].shape});
  }

  bool drops_axes() const {
    const auto has_hidden = [](const Reading& own) { return own.term.ellipsis && own.hidden() > 0; };
    return spec.output && !spec.output->ellipsis && std::ranges::any_of(readings, has_hidden);
  }
};

std::string name_text(int name) { return name > 0 ? std::string(1, static_cast<char>(name)) : "..."; }

// The first letter of an operand that stands for axes of two sizes.
struct Clash {
  int operand;
  int name;
  Dim before, here;
};

std::optional<Clash> diagonal_clash(const Call& call) {
  for (int place = 0; place < 2; ++place) {
    const Reading& own = call.readings[static_cast<std::size_t>(place)];
    std::map<int, Dim> seen;
    const Names names = own.names();
    for (int axis = 0; axis < own.shape.rank(); ++axis) {
      const int name = names[static_cast<std::size_t>(axis)];
      const auto [first, is_new] = seen.try_emplace(name, own.shape[axis]);
      if (!is_new && differ(first->second, own.shape[axis]))
        return Clash{place, name, first->second, own.shape[axis]};
    }
  }
  return std::nullopt;
}

std::optional<Clash> clash_of_operands(const Call& call) {
  std::map<int, Dim> seen;
  for (int place = 0; place < 2; ++place) {
    const Reading& own = call.readings[static_cast<std::size_t>(place)];
    const Names names = own.names();
    for (int axis = 0; axis < own.shape.rank(); ++axis) {
      const int name = names[static_cast<std::size_t>(axis)];
      const auto [first, is_new] = seen.try_emplace(name, own.shape[axis]);
      const auto joined = broadcast(first->second, own.shape[axis]);
      if (!joined) return Clash{place, name, first->second, own.shape[axis]};
      first->second = *joined;
    }
  }
  return std::nullopt;
}

// NumPy's loop: the output's axes, then those that are summed, in ASCII order.
Names loop_of(const Call& call) {
  std::map<int, int> times;
  for (const Reading& own : call.readings) {
    for (const int name : own.names()) ++times[name];
  }
  Names loop;
  const auto add_hidden = [&] {
    for (const auto& [name, count] : times) {
      if (name < 0) loop.push_back(name);
    }
  };
  if (call.spec.output) {
    const EinsumTerm& output = *call.spec.output;
    for (std::size_t at = 0; at <= output.letters.size(); ++at) {
      if (output.ellipsis == at) add_hidden();
      if (at < output.letters.size()) loop.push_back(output.letters[at]);
    }
  } else {
    add_hidden();
    for (const auto& [name, count] : times) {
      if (name > 0 && count == 1) loop.push_back(name);
    }
  }
  for (const auto& [name, count] : times) {
    if (std::ranges::find(loop, name) == loop.end()) loop.push_back(name);
  }
  return loop;
}

// "(2,3)->(2,newaxis,3)": an operand along that loop, its diagonals taken.
std::string remapped(const Reading& own, const Names& loop) {
  std::map<int, Dim> extents;
  Dims dims;
  const Names names = own.names();
  for (int axis = 0; axis < own.shape.rank(); ++axis) {
    if (extents.try_emplace(names[static_cast<std::size_t>(axis)], own.shape[axis]).second)
      dims.push_back(own.shape[axis]);
  }
  std::string text;
  for (const int name : loop) {
    const auto found = extents.find(name);
    if (found == extents.end() && text.empty()) continue;  // a new axis in front goes without saying
    text += (text.empty() ? "" : ",") + (found == extents.end() ? "newaxis" : found->second.text());
  }
  return tight(Shape(dims)) + "->(" + text + (loop.size() == 1 ? ",)" : ")");
}

FrameworkAnswer answered(const Call& call, const FrameworkOptions& options) {
  return {contraction_of(einsum(*options.einsum, call.operands)), {}, {}};
}

// With the axes of a dropped ellipsis summed.
FrameworkAnswer summed(const Call& call) {
  const std::string spec = formatted("{},{}->...{}", call.spec.operands[0].text(),
                                     call.spec.operands[1].text(), call.spec.output->letters);
  Contraction contraction = contraction_of(einsum(spec, call.operands));
  const auto hidden =
      static_cast<std::ptrdiff_t>(contraction.result.size() - call.spec.output->letters.size());
  for (std::ptrdiff_t at = 0; at < hidden; ++at)
    contraction.labels[static_cast<std::size_t>(contraction.result[static_cast<std::size_t>(at)])].group =
        Group::contracted;
  contraction.result.erase(contraction.result.begin(), contraction.result.begin() + hidden);
  return {std::move(contraction), {}, {}};
}

}  // namespace

FrameworkAnswer numpy_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const Call call(options, a, b);
  for (std::size_t place = 0; place < 2; ++place) {
    const Reading& own = call.readings[place];
    if (own.hidden() < 0)
      return refused(
          formatted("einstein sum subscripts string contains too many subscripts for operand {}", place));
    if (!own.fits())
      return refused(
          "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided "
          "to broadcast the extra dimensions.");
  }
  if (call.drops_axes())
    return refused(
        "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to "
        "broadcast the extra dimensions.");
  if (const auto clash = diagonal_clash(call))
    return refused(formatted("dimensions in operand {} for collapsing index '{}' don't match ({} != {})",
                             clash->operand, name_text(clash->name), clash->before.text(),
                             clash->here.text()));
  if (clash_of_operands(call)) {
    const Names loop = loop_of(call);
    return refused(
        formatted("operands could not be broadcast together with remapped shapes [original->remapped]: {} {}",
                  remapped(call.readings[0], loop), remapped(call.readings[1], loop)));
  }
  return answered(call, options);
}

FrameworkAnswer torch_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const Call call(options, a, b);
  for (std::size_t place = 0; place < 2; ++place) {
    const Reading& own = call.readings[place];
    if (own.fits()) continue;
    const std::string subscripts =
        formatted("einsum(): the number of subscripts in the equation ({}) ", own.letters());
    const std::string dimensions =
        formatted("the number of dimensions ({}) for operand {}", own.shape.rank(), place);
    return refused(own.term.ellipsis
                       ? subscripts + "is more than " + dimensions
                       : formatted("{}does not match {} and no ellipsis was given", subscripts, dimensions));
  }
  if (const auto clash = diagonal_clash(call))
    return refused(
        formatted("einsum(): subscript {} is repeated for operand {} but the sizes don't match, {} != {}",
                  name_text(clash->name), clash->operand, clash->here.text(), clash->before.text()));
  if (const auto clash = clash_of_operands(call))
    return refused(
        formatted("einsum(): subscript {} has size {} for operand {} which does not broadcast with "
                  "previously seen size {}",
                  name_text(clash->name), clash->here.text(), clash->operand, clash->before.text()));
  return call.drops_axes() ? summed(call) : answered(call, options);
}

FrameworkAnswer jax_numpy_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const Call call(options, a, b);
  for (std::size_t place = 0; place < 2; ++place) {
    const Reading& own = call.readings[place];
    if (own.fits()) continue;
    return refused(own.term.ellipsis ? "Ellipses lengths do not match."
                                     : formatted("Einstein sum subscript '{}' does not contain the correct "
                                                 "number of indices for operand {}.",
                                                 own.term.text(), place));
  }
  const auto own = diagonal_clash(call);
  if (const auto clash = own ? own : clash_of_operands(call))
    return refused(formatted("Size of label '{}' for operand {} ({}) does not match previous terms ({}).",
                             name_text(clash->name), clash->operand, clash->before.text(),
                             clash->here.text()));
  return call.drops_axes() ? summed(call) : answered(call, options);
}

std::string einsum_call(const FrameworkOptions& options) { return "'" + *options.einsum + "'"; }

}  // namespace tcalc::framework
