#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/program/call.hpp>
#include <string>
#include <string_view>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/fill_operand.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Word;

namespace {

// What is missing before a word that could be an operand.
std::string statement_hint(const std::string& word) {
  if (text::has_form_of_shape(word)) return "NAME = shape " + escaped(word);
  const bool is_array = text::has_form_of_literal(word) || text::has_form_of_fill(word) ||
                        word.find_first_of("./") != std::string::npos;
  return is_array ? "NAME = load " + escaped(word) : "tcalc --help lists the operations";
}

const Operation& require_operation(const Word& verb) {
  if (const Operation* operation = find_operation(verb.text)) return *operation;
  std::vector<std::string> names = {"shape", "load"};
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  const auto near = text::nearest(verb.text, names);
  throw LineError({ErrorKind::usage, "unknown operation " + text::in_quotes(verb.text),
                   near ? "did you mean " + *near + "?" : statement_hint(verb.text)},
                  {verb.span});
}

// "-2,3" is a shape that is none.
bool is_option_of_line(std::string_view word) { return is_option(word) && !text::is_digit(word[1]); }

[[noreturn]] void refuse_option(const Operation& operation, const Word& word, const std::string& name) {
  if (std::ranges::any_of(common_options, [&](const OptionSpec& spec) { return is_name_of(spec, name); }))
    throw LineError({ErrorKind::usage, formatted("{} takes no {} in a program", operation.name, name)},
                    {word.span});
  std::vector<std::string> names;
  for (const OptionSpec& spec : operation.options) names.push_back(long_name(spec.name));
  const auto near = text::nearest(name, names);
  throw LineError(
      {ErrorKind::usage, formatted("{}: unknown option {}", operation.name, text::in_quotes(name)),
       near ? "did you mean " + *near + "?" : ""},
      {word.span});
}

class CallParser {
 public:
  CallParser(const Operation& operation, const std::vector<Word>& words)
      : operation_(operation), words_(words) {}

  Call parse() {
    call_.operation = &operation_;
    for (; at_ < words_.size(); ++at_) {
      if (is_option_of_line(words_[at_].text))
        take_option();
      else
        call_.operands.push_back(words_[at_]);
    }
    return std::move(call_);
  }

 private:
  void take_option() {
    const Word& word = words_[at_];
    const OptionWord option = split_option(word.text);
    const OptionSpec& spec = require_spec(word, option.name);
    std::string value = option.value.value_or("");
    if (spec.kind == OptionKind::flag) {
      if (option.value) throw LineError({ErrorKind::usage, option.name + " takes no value"}, {word.span});
    } else if (!option.value) {
      if (++at_ == words_.size())
        throw LineError({ErrorKind::usage, option.name + " needs a value"}, {word.span});
      value = words_[at_].text;
    }
    try {
      call_.arguments.insert_or_assign(std::string(spec.name), parse_value(spec, value));
    } catch (const Error& error) {
      throw LineError(error, {words_[at_].span});
    }
  }

  const OptionSpec& require_spec(const Word& word, const std::string& name) const {
    for (const OptionSpec& spec : operation_.options) {
      if (is_name_of(spec, name)) return spec;
    }
    refuse_option(operation_, word, name);
  }

  const Operation& operation_;
  const std::vector<Word>& words_;
  std::size_t at_ = 0;
  Call call_;
};

// The word that some operations take before their operands becomes an argument.
void take_leading_word(Call& call) {
  const Operation& operation = *call.operation;
  const std::string name(operation.leading_word);
  if (name.empty() || call.operands.empty()) return;
  call.arguments[name] = call.operands.front().text;
  call.operands.erase(call.operands.begin());
}

}  // namespace

Call parse_call(const Word& verb, const std::vector<Word>& words) {
  Call call = CallParser(require_operation(verb), words).parse();
  call.verb = verb;
  add_defaults(*call.operation, call.arguments);
  take_leading_word(call);
  try {
    check_operand_count(*call.operation, call.operands.size());
  } catch (const Error& error) {
    throw LineError(error, {verb.span});
  }
  return call;
}

std::vector<script::Span> spans_of(const Error& error, const Call& call) {
  std::vector<script::Span> spans;
  for (const Mark& mark : error.marks) {
    const auto place = static_cast<std::size_t>(mark.operand);
    if (place < call.operands.size()) spans.push_back(call.operands[place].span);
  }
  std::ranges::sort(spans, {}, &script::Span::begin);
  if (spans.empty()) spans.push_back(call.verb.span);
  return spans;
}

}  // namespace tcalc::app
