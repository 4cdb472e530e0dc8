#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/npy/lint_array.hpp>
#include <tcalc/npy/lint_values.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

// Reads or skips the data; returns how many bytes of it there are.
std::int64_t pass(Reader& reader, os::Input& input, ValueLint& values, const LintOptions& options,
                  const std::function<void(std::span<const std::byte>)>& visit) {
  const std::int64_t needed = reader.header().data_bytes();
  const bool all_there = input.size() && *input.size() - input.position() >= needed;
  if (!visit && !values.wanted() && all_there && input.map(needed) != nullptr) return needed;
  std::int64_t done = 0;
  return reader.for_each_run_present([&](std::span<const std::byte> run) {
    values.add(run);
    done += static_cast<std::int64_t>(run.size());
    if (options.progress) options.progress(done);
    if (visit) visit(run);
  });
}

// Bytes that follow the array; of a stream it is only known that there are some. Another array of a stream is
// no defect; what follows is left to be read.
void lint_end(os::Input& input, const std::string& fitting, std::vector<Finding>& findings) {
  std::array<char, magic_prefix.size()> bytes;
  const bool is_stream = input.is_standard_input();
  if (is_stream && input.peek() == std::byte{0x93}) return;
  const std::int64_t left = input.size() ? *input.size() - input.position() : 0;
  const auto buffer = std::as_writable_bytes(std::span(bytes));
  const std::size_t count =
      input.is_mappable() ? input.read_at(input.position(), buffer) : input.read(buffer);
  if (count == 0) return;
  std::string fact =
      left > 0 ? counted(left, "byte follows the array", "bytes follow the array") : "bytes follow the array";
  if (std::string_view(bytes.data(), count) == magic_prefix)
    fact += ": another array begins there, which numpy.load of the file's name does not see";
  else if (!fitting.empty())
    fact += "; " + fitting;
  findings.push_back({"trailing", Severity::defect, fact});
}

}  // namespace

std::vector<Finding> lint_array(Reader& reader, os::Input& input, const LintOptions& options,
                                const std::function<void(std::span<const std::byte>)>& visit) {
  const Header& header = reader.header();
  std::vector<Finding> findings = lint_header(header, reader.dict());
  const std::string fitting = reader.fitting_readings();
  ValueLint values(header, options.allow_nan);
  const std::int64_t got = pass(reader, input, values, options, visit);
  if (got < header.data_bytes()) {
    findings.push_back(
        {"truncated", Severity::defect,
         formatted("truncated: shape {} {} needs {} of data, {}{}{}", Shape(header.extents).text(),
                   tcalc::name_of(header.dtype), counted(header.data_bytes(), "byte"),
                   counted(got, "is there", "are there"), fitting.empty() ? "" : "; ", fitting)});
  }
  std::ranges::copy(values.findings(), std::back_inserter(findings));
  if (options.is_last && got == header.data_bytes()) lint_end(input, fitting, findings);
  return findings;
}

}  // namespace tcalc::npy
