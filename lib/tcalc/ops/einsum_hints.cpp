#include <algorithm>
#include <utility>

#include <tcalc/ops/einsum_hints.hpp>
#include <tcalc/ops/einsum_spelling.hpp>
#include <tcalc/ops/hints.hpp>

namespace tcalc {

namespace {

constexpr std::size_t most_operands = 16;  // a hint on more is not read

std::string text_of(const EinsumSpec& spec) {
  std::string text;
  for (std::size_t place = 0; place < spec.operands.size(); ++place)
    text += (place == 0 ? "" : ",") + spec.operands[place].text();
  return spec.output ? text + "->" + spec.output->text() : text;
}

// Specs to try, nearest first.
class Candidates {
 public:
  Candidates(const std::string& typed, std::span<const Operand> operands, const Error& refusal)
      : spec_(parse_einsum(typed)), operands_(operands) {
    for (const EinsumTerm& term : spec_.operands) used_ += term.letters;
    if (const auto other = respelled(typed)) specs_.push_back(*other);
    add_ellipses();
    keep_dropped_axes();
    for (const auto add : {&Candidates::exchange, &Candidates::rename_by_size}) {
      for (auto mark = refusal.marks.rbegin(); mark != refusal.marks.rend(); ++mark) (this->*add)(*mark);
    }
    if (!refusal.marks.empty()) rename_anew(refusal.marks.back());
  }

  const std::vector<std::string>& specs() const { return specs_; }

 private:
  int hidden(std::size_t place) const {
    return operands_[place].shape.rank() - static_cast<int>(spec_.operands[place].letters.size());
  }

  char free_letter(std::size_t skipped = 0) const {
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      if (used_.find(letter) == std::string::npos && skipped-- == 0) return letter;
    }
    return 0;
  }

  // "..." for the first axes of terms that have fewer letters than axes.
  void add_ellipses() {
    EinsumSpec longer = spec_;
    bool any = false;
    for (std::size_t place = 0; place < spec_.operands.size(); ++place) {
      if (spec_.operands[place].ellipsis || hidden(place) <= 0) continue;
      longer.operands[place].ellipsis = 0;
      any = true;
    }
    if (!any) return;
    if (longer.output && !longer.output->ellipsis) longer.output->ellipsis = 0;
    specs_.push_back(text_of(longer));
  }

  // Axes of an ellipsis that the output drops: kept there, or summed under letters.
  void keep_dropped_axes() {
    if (!spec_.output || spec_.output->ellipsis) return;
    EinsumSpec kept = spec_;
    EinsumSpec summed = spec_;
    bool any = false;
    for (std::size_t place = 0; place < spec_.operands.size(); ++place) {
      EinsumTerm& term = summed.operands[place];
      if (!term.ellipsis) continue;
      any = true;
      std::string own;
      for (int axis = hidden(place); axis > 0; --axis) {
        const char letter = free_letter(static_cast<std::size_t>(axis) - 1);
        if (letter == 0) return;
        own += letter;
      }
      term.letters.insert(*term.ellipsis, own);
      term.ellipsis.reset();
    }
    if (!any) return;
    kept.output->ellipsis = 0;
    specs_.push_back(text_of(kept));
    specs_.push_back(text_of(summed));
  }

  // The letter's place in its term; nothing for an axis below "...".
  std::size_t letter_at(Mark mark) const {
    const EinsumTerm& term = spec_.operands[static_cast<std::size_t>(mark.operand)];
    const std::size_t axis = static_cast<std::size_t>(mark.axis);
    if (!term.ellipsis || axis < *term.ellipsis) return axis;
    const std::size_t below = static_cast<std::size_t>(hidden(static_cast<std::size_t>(mark.operand)));
    return axis < *term.ellipsis + below ? std::string::npos : axis - below;
  }

  void add_with(Mark mark, std::size_t at, char letter) {
    EinsumSpec other = spec_;
    other.operands[static_cast<std::size_t>(mark.operand)].letters[at] = letter;
    specs_.push_back(text_of(other));
  }

  // Two letters of the same term, as if the operand were transposed.
  void exchange(Mark mark) {
    const std::size_t at = letter_at(mark);
    if (at == std::string::npos) return;
    const auto place = static_cast<std::size_t>(mark.operand);
    for (std::size_t other = 0; other < spec_.operands[place].letters.size(); ++other) {
      EinsumSpec exchanged = spec_;
      std::string& letters = exchanged.operands[place].letters;
      if (letters[at] == letters[other]) continue;
      std::swap(letters[at], letters[other]);
      specs_.push_back(text_of(exchanged));
    }
  }

  // The letter of an axis of another operand that has this size, or that broadcasts with it.
  void rename_by_size(Mark mark) {
    const std::size_t at = letter_at(mark);
    if (at == std::string::npos) return;
    const Dim& own = operands_[static_cast<std::size_t>(mark.operand)].shape[mark.axis];
    for (std::size_t place = 0; place < operands_.size(); ++place) {
      const Shape& shape = operands_[place].shape;
      for (int axis = 0; axis < shape.rank(); ++axis) {
        const Mark there = {static_cast<int>(place), axis};
        const std::size_t letter = letter_at(there);
        if (letter == std::string::npos || there == mark || !broadcast(shape[axis], own)) continue;
        add_with(mark, at, spec_.operands[place].letters[letter]);
      }
    }
  }

  void rename_anew(Mark mark) {
    const std::size_t at = letter_at(mark);
    const char letter = next_letter();
    if (at != std::string::npos && letter != 0) add_with(mark, at, letter);
  }

  // After the last one that is used, as people go on.
  char next_letter() const {
    const char last = used_.empty() ? 'h' : *std::ranges::max_element(used_);
    return last >= 'a' && last < 'z' ? static_cast<char>(last + 1) : free_letter();
  }

  const EinsumSpec spec_;
  std::span<const Operand> operands_;
  std::string used_;
  std::vector<std::string> specs_;
};

}  // namespace

CallHint einsum_call(const std::string& spec, std::span<const Operand> operands) {
  CallHint call;
  call.operation = "einsum";
  call.leading_word = spec;
  for (const Operand& operand : operands) call.operands.push_back(call_operand(operand));
  return call;
}

std::vector<CallHint> einsum_hints(const std::string& typed, std::span<const Operand> operands,
                                   const Error& refusal,
                                   const std::function<Outcome(const std::string&)>& try_spec) {
  if (operands.size() > most_operands) return {};
  std::vector<CallHint> calls, later;
  std::vector<std::string> tried = {typed};
  const Candidates candidates(typed, operands, refusal);
  for (const std::string& spec : candidates.specs()) {
    if (std::ranges::find(tried, spec) != tried.end()) continue;
    tried.push_back(spec);
    try {
      const Outcome outcome = try_spec(spec);
      CallHint call = einsum_call(spec, operands);
      call.shape = texts_of(outcome.shape.dims());
      (outcome.notes.empty() ? calls : later).push_back(std::move(call));
    } catch (const Error&) {  // not legal either
    }
  }
  calls.insert(calls.end(), later.begin(), later.end());
  if (calls.size() > most_hints) calls.resize(most_hints);
  return calls;
}

}  // namespace tcalc
