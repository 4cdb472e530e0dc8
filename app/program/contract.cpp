#include <algorithm>
#include <app/program/contract.hpp>
#include <map>
#include <set>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/names.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t most_facts = 10;  // of one line

using KnownSizes = std::map<std::string, std::int64_t>;

// The dim at sizes of all its names; nothing where it has none there.
std::optional<std::int64_t> value_at(const Dim& dim, const KnownSizes& sizes) {
  try {
    Facts facts;
    for (const std::string& name : names_in(dim)) {
      const auto found = sizes.find(name);
      if (found == sizes.end()) return std::nullopt;
      facts.require({Dim::named(name), Relation::equal, found->second});
    }
    const Dim value = facts.applied(dim);
    return value.is_known() ? std::optional(value.size()) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// The size of its one name with which the dim is that; of dims that are linear in it.
std::optional<std::int64_t> solved(const Dim& dim, const std::string& name, std::int64_t wanted) {
  constexpr std::int64_t first = 1 << 20, second = 1 << 21;
  const auto at_first = value_at(dim, {{name, first}}), at_second = value_at(dim, {{name, second}});
  if (!at_first || !at_second || *at_first == *at_second) return std::nullopt;
  const auto distance = checked_add(wanted, -*at_first);
  const auto scaled = distance ? checked_multiply(*distance, second - first) : std::nullopt;
  if (!scaled || *scaled % (*at_second - *at_first) != 0) return std::nullopt;
  const std::int64_t size = first + *scaled / (*at_second - *at_first);
  if (size < 1 || value_at(dim, {{name, size}}) != wanted) return std::nullopt;
  return size;
}

}  // namespace

std::optional<std::int64_t> Contract::size_of(const std::string& name) const {
  const Dim size = sizes_.facts().applied(Dim::named(name));
  return size.is_known() ? std::optional(size.size()) : std::nullopt;
}

bool Contract::agrees(const Dim& written, std::int64_t size, const std::string& origin) {
  const Dim dim = sizes_.facts().applied(written);
  if (dim.is_unknown()) return true;
  if (dim.is_known()) return dim.is(size);
  const std::set<std::string> names = names_in(dim);
  try {
    if (names.size() > 1) {
      sizes_.require({dim, Relation::equal, size});
      return true;
    }
    const auto found = solved(dim, *names.begin(), size);
    if (!found) return false;
    sizes_.assign(*names.begin(), *found);
    origins_.insert_or_assign(*names.begin(), origin);
    return true;
  } catch (const Error& error) {
    add_detail(error.message);
    return false;
  }
}

void Contract::check(const Operand& tensor, const Shape& expected, std::optional<Dtype> dtype,
                     const std::string& place) {
  const Shape& shape = tensor.shape;
  bool same = shape.rank() == expected.rank();
  std::set<std::string> names;              // of dims that differ
  for (const bool alone : {true, false}) {  // D of D,3*D before 3*D
    for (int axis = 0; shape.rank() == expected.rank() && axis < shape.rank(); ++axis) {
      const Dim& written = expected[axis];
      const bool is_name = written.is_symbolic() && written == Dim::named(*names_in(written).begin());
      if (is_name != alone) continue;
      const bool fits = agrees(written, shape[axis].size(), tensor.name + ", " + place);
      compared_.push_back({written, shape[axis].size(), fits});
      same = same && fits;
      if (!fits) names.merge(names_in(written));
    }
  }
  if (!same) {
    facts_.push_back(formatted("size mismatch for {}: {}, not {}", tensor.name, shape.text(),
                               sizes_.facts().applied(expected).text()));
    note_origins(names);
  }
  if (dtype && tensor.dtype != dtype)
    facts_.push_back(formatted("dtype mismatch for {}: {}, not {}", tensor.name,
                               tensor.dtype ? name_of(*tensor.dtype) : "one that tcalc has not",
                               name_of(*dtype)));
}

void Contract::note_origins(const std::set<std::string>& names) {
  for (const std::string& name : names) {
    const auto origin = origins_.find(name);
    const auto size = size_of(name);
    if (origin != origins_.end() && size) add_detail(formatted("{} is {}: {}", name, *size, origin->second));
  }
}

void Contract::add_detail(std::string detail) {
  if (std::ranges::find(details_, detail) == details_.end()) details_.push_back(std::move(detail));
}

void Contract::raise_if_any() {
  if (facts_.empty()) return;
  const std::vector<std::string> facts = std::exchange(facts_, {});
  Error error(ErrorKind::mismatch, "expect: " + facts.front());
  error.details = std::exchange(details_, {});
  const std::size_t shown = std::min(facts.size(), most_facts);
  error.more_facts.assign(facts.begin() + 1, facts.begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown < facts.size()) error.more_facts.push_back(formatted("{} more like these", facts.size() - shown));
  throw error;
}

std::optional<std::int64_t> Contract::agreed_size(const std::string& name) const {
  std::optional<std::int64_t> agreed;
  for (const Compared& axis : compared_) {
    if (names_in(axis.written) != std::set<std::string>{name}) continue;
    const auto size = solved(axis.written, name, axis.size);
    if (!size || (agreed && agreed != size)) return std::nullopt;
    agreed = size;
  }
  return agreed;
}

std::string Contract::explanation() const {
  KnownSizes sizes;
  std::set<std::string> names;
  for (const Compared& axis : compared_) {
    for (const std::string& name : names_in(axis.written)) {
      if (const auto size = size_of(name)) sizes.emplace(name, *size);
      if (!axis.agrees) names.insert(name);
    }
  }
  if (names.empty()) return {};
  std::string text;
  int changed = 0;
  for (const std::string& name : names) {
    const auto agreed = agreed_size(name);
    const auto known = sizes.find(name);
    if (!agreed || known == sizes.end() || known->second == *agreed) continue;
    text += formatted("{}{} = {}, not {},", changed++ == 0 ? "" : " and ", name, *agreed, known->second);
    known->second = *agreed;
  }
  std::int64_t all = 0, explained = 0;
  for (const Compared& axis : compared_) {
    const bool fits = axis.written.is_unknown() || value_at(axis.written, sizes) == axis.size;
    if (axis.agrees && !fits && !names_in(axis.written).empty()) return {};
    all += axis.agrees ? 0 : 1;
    explained += !axis.agrees && fits ? 1 : 0;
  }
  if (explained == 0) return {};
  const std::string which = explained < all ? formatted("{} of {} sizes that differ", explained, all)
                            : all == 1      ? "the one size that differs"
                            : all == 2      ? "both sizes that differ"
                                            : formatted("all {} sizes that differ", all);
  return formatted("{} explain{} {}", text, changed == 1 ? "s" : "", which);
}

}  // namespace tcalc::app
