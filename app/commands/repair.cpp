#include <algorithm>
#include <app/arrays/input_files.hpp>
#include <app/commands/repair.hpp>
#include <memory>
#include <unistd.h>

#include <tcalc/compressed/output.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/npy/clean.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

void check_usage(const Request& request, const Destination& destination) {
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, formatted("--repair takes one file, got {}", request.operands.size()));
  if (!destination.is_named())
    throw Error(ErrorKind::usage, "--repair needs a target",
                "-o FILE; it may be the file itself, which is then replaced");
  if (destination.is_standard_output() && os::is_terminal(STDOUT_FILENO))
    throw Error(ErrorKind::usage, "--out -: standard output is a terminal, .npy bytes would garble it",
                "send it to a pipe or a file");
}

// Where the clean bytes go: a file that is there whole or not at all, or standard output.
class RepairTarget {
 public:
  RepairTarget(const Destination& destination, const os::Input& input) {
    if (!destination.is_standard_output()) {
      file_ = std::make_unique<os::OutputFile>(destination.file);
      file_->require_free(input.size().value_or(0));
      compressor_ =
          compressed::Output::create(compressed::compression_of(destination.file),
                                     [this](std::span<const std::byte> bytes) { file_->write(bytes); });
    } else {
      os::forbid_same_file(STDOUT_FILENO, input);
    }
  }
  void write(std::span<const std::byte> bytes) {
    if (compressor_)
      compressor_->write(bytes);
    else if (file_)
      file_->write(bytes);
    else
      output_.write(bytes);
  }
  void publish(bool sync) {
    output_.finish();
    if (!file_) return;
    if (compressor_) compressor_->finish();
    os::hold_signals();
    file_->commit(sync);
  }

 private:
  std::unique_ptr<os::OutputFile> file_;
  std::unique_ptr<compressed::Output> compressor_;  // of what goes to the file; null where that is not
  os::StandardOutput output_;
};

void refuse_lasting_defects(const std::vector<npy::Finding>& findings, const std::string& name) {
  for (const npy::Finding& finding : findings) {
    if (finding.id != "truncated" && finding.id != "nan" && finding.id != "infinity") continue;
    Error error(ErrorKind::mismatch, name + ": cannot be repaired: " + finding.fact);
    if (finding.id != "truncated") error.hints.push_back("--allow-nan keeps NaNs and infinities");
    throw error;
  }
}

// What there is to say of a header that was written.
std::vector<npy::Finding> lint_written(const std::string& header, const std::string& name) {
  const auto bytes = std::as_bytes(std::span(header));
  const npy::Preamble preamble =
      npy::parse_preamble(bytes.first(npy::preamble_size), static_cast<std::int64_t>(header.size()), name);
  const std::string dict = header.substr(static_cast<std::size_t>(preamble.dict_offset));
  return npy::lint_header(npy::parse_dict(preamble, dict, name, npy::Dtypes::any), dict);
}

void note_repairs(const std::vector<npy::Finding>& findings, const std::vector<npy::Finding>& left,
                  const std::string& name, const Reporter& reporter) {
  for (const npy::Finding& finding : findings) {
    if (std::ranges::find(left, finding.id, &npy::Finding::id) == left.end())
      reporter.note(name + ": repaired: " + finding.fact);
  }
}

}  // namespace

int repair(const Request& request, const Destination& destination, const npy::LintOptions& options,
           const Reporter& reporter) {
  check_usage(request, destination);
  const std::string& typed = request.operands.front();
  const auto input = open_input(typed);
  npy::Reader reader = formats::open_npy(input, npy::Completeness::unchecked);
  RepairTarget target(destination, *input);
  npy::Cleaner cleaner(reader.header());
  const std::string header = cleaner.header();
  target.write(std::as_bytes(std::span(header)));
  const std::vector<npy::Finding> findings = npy::lint_array(
      reader, *input, options, [&](std::span<const std::byte> run) { target.write(cleaner.run(run)); });
  if (array_follows(*input))
    throw Error(ErrorKind::mismatch, input->name() + ": another array follows, which --repair would drop");
  input->check_unchanged();
  refuse_lasting_defects(findings, input->name());
  target.publish(destination.sync);
  note_repairs(findings, lint_written(header, destination.typed), input->name(), reporter);
  return 0;
}

}  // namespace tcalc::app
