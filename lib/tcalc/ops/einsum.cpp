#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/einsum_hints.hpp>
#include <tcalc/ops/einsum_spec.hpp>
#include <tcalc/ops/einsum_spelling.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/output_type.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_einsum = {
    OptionSpec{
        "strict", OptionKind::flag, "",
        "refuse what would otherwise only be noted: an axis of size 1 under a letter of another size, values "
        "lost in a conversion"},
    output_type_option,
};

constexpr std::string_view spec_name = "SPEC";

Outcome einsum_rule(std::span<const Operand> operands, const Arguments& arguments) {
  const std::string* spec = find_word(arguments, spec_name);
  Outcome outcome = einsum(spec == nullptr ? "" : *spec, operands, {.strict = has_flag(arguments, "strict")});
  if (const auto dtype = output_type(einsum_operation, operands, arguments)) outcome.dtype = dtype;
  return outcome;
}

// What a letter, or an axis below "...", was seen to be so far.
struct Seen {
  int label;
  Mark where;  // the axis that gave the extent
};

class Builder {
 public:
  Builder(const EinsumSpec& spec, std::span<const Operand> operands, const EinsumOptions& options)
      : spec_(spec),
        options_(options),
        operands_(operands),
        mismatch_("einsum", operands),
        contraction_(operands.size()) {}

  Outcome build() {
    check_ranks();
    for (std::size_t place = 0; place < spec_.operands.size(); ++place) add_operand(static_cast<int>(place));
    mismatch_.raise_if_any();
    add_output();
    name_labels();
    set_groups();
    add_notes();
    Outcome outcome = contracted("einsum", operands_, std::move(contraction_));
    outcome.notes = std::move(notes_);
    return outcome;
  }

 private:
  int rank(std::size_t place) const { return mismatch_.shape(static_cast<int>(place)).rank(); }

  // Axes of an operand that its "..." stands for.
  int hidden(std::size_t place) const {
    return rank(place) - static_cast<int>(spec_.operands[place].letters.size());
  }

  void check_ranks() {
    for (std::size_t place = 0; place < spec_.operands.size(); ++place) {
      const EinsumTerm& term = spec_.operands[place];
      const bool fits = term.ellipsis ? hidden(place) >= 0 : hidden(place) == 0;
      if (fits) continue;
      const std::size_t letters = term.letters.size();
      mismatch_.add(formatted("'{}' has {}, but {} has {}", term.text(), counted(letters, "letter"),
                              mismatch_.name(static_cast<int>(place)), counted(rank(place), "axis", "axes")));
    }
    mismatch_.raise_if_any();
  }

  void add_operand(int place) {
    const EinsumTerm& term = spec_.operands[static_cast<std::size_t>(place)];
    const int before = static_cast<int>(term.ellipsis.value_or(term.letters.size()));
    const int below = hidden(static_cast<std::size_t>(place));
    std::map<char, Mark> own;  // letters of this operand: a second time they are a diagonal
    for (int axis = 0; axis < mismatch_.shape(place).rank(); ++axis) {
      const Mark mark = {place, axis};
      if (axis >= before && axis < before + below) {
        add_axis(hidden_axes_[before + below - axis], mark);
        continue;
      }
      const char letter = term.letters[static_cast<std::size_t>(axis < before ? axis : axis - below)];
      const auto [first, is_new] = own.try_emplace(letter, mark);
      const Shape& shape = mismatch_.shape(place);
      if (!is_new && !equal(shape[first->second.axis], shape[axis]))
        mismatch_.require_equal(first->second, mark, what(letter), "a diagonal");
      else
        add_axis(letters_[letter], mark, letter);
    }
  }

  static std::string what(char letter) {
    return letter == 0 ? "Dimensions below '...'" : std::string("Dimensions of letter ") + letter;
  }

  void add_axis(std::optional<Seen>& seen, Mark mark, char letter = 0) {
    const Dim& dim = mismatch_.shape(mark.operand)[mark.axis];
    if (!seen) seen = Seen{contraction_.add(Group::contracted, dim), mark};
    contraction_.operands[static_cast<std::size_t>(mark.operand)].push_back(seen->label);
    Dim& extent = contraction_.labels[static_cast<std::size_t>(seen->label)].extent;
    const bool broadcasts = letter == 0 || !options_.strict;
    const auto joined = broadcasts ? broadcast(extent, dim) : equal(extent, dim);
    if (!joined) {
      const bool one = extent.is(1) || dim.is(1);
      mismatch_.require_equal(seen->where, mark, what(letter), one ? "a 1 is not broadcast here" : "");
      return;
    }
    if (!(*joined == extent)) seen->where = mark;
    extent = *joined;
  }

  // The axes below "...", outermost first.
  void add_hidden_axes(AxisLabels& result) const {
    for (auto seen = hidden_axes_.rbegin(); seen != hidden_axes_.rend(); ++seen)
      result.push_back(seen->second->label);
  }

  void add_output() {
    AxisLabels& result = contraction_.result;
    if (!spec_.output) {
      add_hidden_axes(result);
      for (const auto& [letter, seen] : letters_) {
        if (times(letter) == 1) result.push_back(seen->label);
      }
      return;
    }
    const EinsumTerm& output = *spec_.output;
    if (!output.ellipsis && !hidden_axes_.empty()) refuse_lost_axes();
    for (std::size_t i = 0; i <= output.letters.size(); ++i) {
      if (output.ellipsis == i) add_hidden_axes(result);
      if (i < output.letters.size()) result.push_back(letters_.at(output.letters[i])->label);
    }
  }

  [[noreturn]] void refuse_lost_axes() {
    for (std::size_t place = 0; place < spec_.operands.size(); ++place) {
      const EinsumTerm& term = spec_.operands[place];
      if (!term.ellipsis || hidden(place) == 0) continue;
      std::vector<Mark> marks;
      for (int i = 0; i < hidden(place); ++i)
        marks.push_back({static_cast<int>(place), static_cast<int>(*term.ellipsis) + i});
      mismatch_.add(
          formatted("the output has no '...', but that of {} stands for {}",
                    mismatch_.name(static_cast<int>(place)), counted(hidden(place), "axis", "axes")),
          marks);
    }
    mismatch_.raise_if_any();
    throw Error(ErrorKind::internal, "einsum: axes below '...' that no operand has");
  }

  std::ptrdiff_t times(char letter) const {
    std::ptrdiff_t count = 0;
    for (const EinsumTerm& term : spec_.operands) count += std::ranges::count(term.letters, letter);
    return count;
  }

  void name_labels() {
    contraction_.names.resize(contraction_.labels.size());
    for (const auto& [letter, seen] : letters_)
      contraction_.names[static_cast<std::size_t>(seen->label)] = letter;
  }

  void set_groups() {
    for (std::size_t label = 0; label < contraction_.labels.size(); ++label) {
      const auto has = [label](const AxisLabels& axes) {
        return std::ranges::find(axes, static_cast<int>(label)) != axes.end();
      };
      if (!has(contraction_.result)) continue;
      const auto operands = std::ranges::count_if(contraction_.operands, has);
      contraction_.labels[label].group = operands > 1 ? Group::batch : Group::free;
    }
  }

  void add_notes() {
    for (const auto& [letter, seen] : letters_) {
      const Label& label = contraction_.labels[static_cast<std::size_t>(seen->label)];
      const std::string subject = std::string("einsum: letter ") + letter;
      int place_of_letter = 0, operands = 0;
      for (std::size_t place = 0; place < spec_.operands.size(); ++place) {
        const std::size_t at = contraction_axis(place, seen->label);
        if (at == std::string::npos) continue;
        ++operands;
        place_of_letter = static_cast<int>(place);
        const Dim& own = mismatch_.shape(place_of_letter)[static_cast<int>(at)];
        if (own.is(1) && label.extent.is_known() && !label.extent.is(1)) {
          notes_.push_back({formatted("{} is 1 in {} and {} in {}: it is broadcast", subject,
                                      mismatch_.name(place_of_letter), label.extent.text(),
                                      mismatch_.name(seen->where.operand)),
                            {"", "strict", "", " refuses that"}});
        }
      }
      const bool summed = label.group == Group::contracted && times(letter) == 1;
      if (summed && operands == 1 && spec_.operands.size() > 1) {
        notes_.push_back({formatted("{} is in {} alone and not in the output: it is summed", subject,
                                    mismatch_.name(place_of_letter)),
                          {}});
      }
    }
  }

  std::size_t contraction_axis(std::size_t place, int label) {
    const AxisLabels& axes = contraction_.operands[place];
    const auto at = std::ranges::find(axes, label);
    return at == axes.end() ? std::string::npos : static_cast<std::size_t>(at - axes.begin());
  }

  const EinsumSpec& spec_;
  const EinsumOptions& options_;
  std::span<const Operand> operands_;
  Mismatch mismatch_;
  Contraction contraction_;
  std::vector<Note> notes_;
  std::map<char, std::optional<Seen>> letters_;
  std::map<int, std::optional<Seen>> hidden_axes_;  // by their place from the right end, 1 for the last
};

}  // namespace

namespace {

// The spec; one in another notation is refused with what to type for it.
EinsumSpec parsed_or_respelled(const std::string& spec, std::span<const Operand> operands) {
  try {
    return parse_einsum(spec);
  } catch (Error& error) {
    if (const auto other = respelled(spec)) {
      CallHint hint = einsum_call(*other, operands);
      hint.before = "with letters, ',' and '->': ";
      error.hints.insert(error.hints.begin(), std::move(hint));
    }
    throw;
  }
}

}  // namespace

Outcome einsum(const std::string& spec, std::span<const Operand> operands, const EinsumOptions& options) {
  const EinsumSpec parsed = parsed_or_respelled(spec, operands);
  const std::size_t terms = parsed.operands.size();
  if (terms != operands.size()) {
    throw Error(ErrorKind::usage,
                formatted("einsum: {} has {}, but {} given", in_quotes(spec), counted(terms, "term"),
                          counted(operands.size(), "operand is", "operands are")));
  }
  try {
    return Builder(parsed, operands, options).build();
  } catch (Error& error) {
    if (error.kind != ErrorKind::mismatch) throw;
    add_nearer_hints(error, einsum_hints(spec, operands, error, [&](const std::string& other) {
                       return Builder(parse_einsum(other), operands, options).build();
                     }));
    throw;
  }
}

constinit const Operation einsum_operation = {
    .name = "einsum",
    .alias = "",
    .signature = "letters,letters,...->letters",
    .summary = "numpy.einsum: any product and sum of any number of operands, spelled in letters",
    .details =
        "A letter for each axis of each operand; letters that the output lacks are summed. Without -> the "
        "output is every letter that occurs once, in ASCII order. A letter twice in one operand is its "
        "diagonal, '...' stands for axes that broadcast, spaces are ignored. An axis of size 1 is broadcast "
        "under its letter, with a note; `strict` refuses it. Three operands or more are contracted in the "
        "cheapest order, which tcalc explain einsum shows.",
    .example = "tcalc einsum 'bhqd,bhkd->bhqk' 8,12,128,64 8,12,128,64",
    .options = options_of_einsum,
    .rule = einsum_rule,
    .leading_word = spec_name,
    .fewest_operands = 1,
    .most_operands = any_number,
    .proposed = false,
};

}  // namespace tcalc
