#include <app/program/operands.hpp>
#include <app/program/words.hpp>
#include <unistd.h>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Word;

namespace {

constexpr std::size_t longest_name = 40;  // of an operand in messages

void forbid_as_standard_output(const os::Input& input) {
  os::forbid_same_file(STDOUT_FILENO, input, "print to another file; save replaces this one safely");
}

}  // namespace

std::vector<Operand> bare(const std::vector<ProgramOperand>& operands) {
  std::vector<Operand> result;
  result.reserve(operands.size());
  for (const ProgramOperand& operand : operands) result.push_back(operand.operand);
  return result;
}

ProgramOperand ProgramOperands::of(const Word& word, const Line& line) {
  if (is_variable(word)) {
    const Variable& variable = variables_.find(word);
    require_array(variable, line.call.verb, word);
    const Shape shape = facts_.empty() ? variable.shape : facts_.applied(variable.shape);
    return {{word.text, shape, variable.dtype}, variable.values, nullptr, variable.shape_line};
  }
  auto source = open(word, line.file->folder);
  ProgramOperand result = {source->operand(), std::nullopt, std::move(source), line.number};
  result.operand.name = escaped(word.text, longest_name);
  result.operand.word = text::shell_quoted(word.text);
  if (!result.source->has_data()) result.source = nullptr;
  return result;
}

std::shared_ptr<Source> ProgramOperands::open(const Word& word, const std::string& folder) {
  text::Operand parsed = parsed_operand(word, facts_);
  if (auto* path = std::get_if<text::Path>(&parsed)) path->path = path_from(folder, path->path);
  if (auto* raw = std::get_if<text::RawFile>(&parsed)) raw->path = path_from(folder, raw->path);
  if (auto* member = std::get_if<text::ArchiveMember>(&parsed))
    member->file = path_from(folder, member->file);
  const bool is_stream = std::holds_alternative<text::StandardInput>(parsed);
  try {
    if (is_stream && input_taken_)
      throw Error(ErrorKind::usage, "the program itself is on standard input, no array can be read there");
    if (is_stream) leave_last_stream();
    auto source = std::make_shared<Source>(std::move(parsed), word.text, escaped(word.text, longest_name),
                                           Conversion{}, settings_.seed + opened_++);
    source->compute();
    if (source->input() != nullptr) forbid_as_standard_output(*source->input());
    source->warn_of_oddities(reporter_);
    if (is_stream) stream_ = source;
    return source;
  } catch (const Error& error) {
    throw LineError(error, {word.span});
  }
}

void ProgramOperands::leave_loaded_stream() {
  if (stream_ != nullptr && stream_->is_loaded()) stream_ = nullptr;
}

// The next array follows on the stream: this one is read if anything still needs it.
void ProgramOperands::leave_last_stream() {
  const auto source = std::exchange(stream_, nullptr);
  if (source == nullptr) return;
  if (source.use_count() == 1) {
    source->skip();
    return;
  }
  limit_.require(source->operand(), source->buffer_bytes());
  source->load();
}

}  // namespace tcalc::app
