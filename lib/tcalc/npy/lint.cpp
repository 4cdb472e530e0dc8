#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/header_text.hpp>
#include <tcalc/npy/lint.hpp>

namespace tcalc::npy {

namespace {

using Findings = std::vector<Finding>;
using Readers = std::vector<std::string_view>;

constexpr std::int64_t former_alignment = 16;    // of the data in files that NumPy wrote before 1.14
constexpr std::int64_t longest_trusted = 10000;  // characters of a header; numpy.load's max_header_size
constexpr std::size_t rank_of_numpy_1 = 32;
constexpr int high_bit = 0x80;
constexpr std::int64_t longest_byte_length = 255;

// What stands after the key and its colon; the keys are known to be there, and nowhere else.
std::string_view after_key(std::string_view dict, std::string_view key) {
  return dict.substr(dict.find(':', dict.find(key)) + 1);
}

std::string_view trimmed(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

std::string_view descr_of(std::string_view dict) {
  const std::string_view value = trimmed(after_key(dict, "descr"));
  return value.substr(1, value.find(value.front(), 1) - 1);
}

// "descr': <", the colon next to the quote: where readers look that count characters.
bool has_one_blank(std::string_view dict, std::string_view key) {
  const std::string_view rest = dict.substr(dict.find(key) + key.size() + 1);
  return rest.starts_with(": ") && trimmed(rest.substr(2)) == rest.substr(2);
}

void lint_keys(std::string_view dict, Findings& findings) {
  const std::size_t descr = dict.find("descr"), order = dict.find("fortran_order"),
                    shape = dict.find("shape");
  if (descr > order || order > shape) {
    Readers readers = {"xtensor"};
    if (shape < std::max(descr, order)) readers.push_back("npyjs");
    findings.push_back({"key-order", Severity::defect,
                        "the keys are not in the order descr, fortran_order, shape", std::move(readers)});
  }
  if (dict.find('"') != std::string_view::npos)
    findings.push_back(
        {"double-quotes", Severity::defect, "words are in double quotes", {"xtensor", "candle"}});
  for (const std::string_view key : {"descr", "fortran_order"}) {
    if (has_one_blank(dict, key)) continue;
    findings.push_back({"blanks",
                        Severity::defect,
                        "the colon of " + std::string(key) + " is not followed by one space",
                        {"cnpy"}});
    return;
  }
}

void lint_values(const Header& header, std::string_view dict, Findings& findings) {
  const std::string_view descr = descr_of(dict);
  const std::string usual = npy::descr_of(header.dtype, header.big_endian);
  // Of what NumPy lacks there is no usual spelling.
  if (descr != usual && info(header.dtype).in_numpy) {
    Readers readers = {"xtensor", "npyjs"};
    if (std::string_view("<|").find(descr.front()) == std::string_view::npos) readers.push_back("cnpy");
    findings.push_back({"descr-spelling", Severity::defect,
                        formatted("descr is {}, not {}", cited(descr), cited(usual)), std::move(readers)});
  }
  const std::string_view shape = after_key(dict, "shape");
  if (shape.substr(0, shape.find(')')).find('L') != std::string_view::npos)
    findings.push_back(
        {"long-suffix", Severity::defect, "sizes have the suffix L of Python 2", {"candle", "npyjs"}});
}

void lint_lines(std::string_view dict, Findings& findings) {
  const std::string_view body = dict.substr(0, dict.size() - (dict.ends_with('\n') ? 1 : 0));
  if (body.size() == dict.size())
    findings.push_back(
        {"no-line-break", Severity::defect, "the header does not end in a line break", {"xtensor", "cnpy"}});
  if (body.find_first_of("\t\r\n") != std::string_view::npos)
    findings.push_back({"white-space",
                        Severity::defect,
                        "the header holds tabs or line breaks before its end",
                        {"xtensor"}});
}

void lint_length(const Header& header, std::string_view dict, Findings& findings) {
  const auto length = static_cast<std::int64_t>(dict.size());
  if (header.major_version > 1) {
    const bool third = header.major_version == 3;
    findings.push_back({"version", Severity::defect,
                        formatted("version {}.0, where 1.0 would do", header.major_version),
                        third ? Readers{"xtensor", "candle", "npyjs"} : Readers{"npyjs"}});
  } else if (length > longest_byte_length) {
    findings.push_back({"header-length",
                        Severity::note,
                        formatted("the header has {} bytes, more than 255", length),
                        {"npyjs"}});
  }
  if (length > longest_trusted)
    findings.push_back({"header-limit",
                        Severity::defect,
                        formatted("the header has {} bytes, more than 10000", length),
                        {"NumPy"}});
  if ((length & high_bit) != 0)
    findings.push_back({"length-byte",
                        Severity::note,
                        formatted("the lowest byte of the header's length, {}, is above 127", length),
                        {"xtensor"}});
  const std::int64_t offset = header.data_offset;
  const std::int64_t part = size_of(header.dtype) / (info(header.dtype).kind == DtypeKind::complex ? 2 : 1);
  if (offset % former_alignment != 0) {
    findings.push_back({"alignment", Severity::defect,
                        formatted("data begins at byte {}, not at a multiple of 16", offset),
                        offset % part != 0 ? Readers{"DALI", "npyjs"} : Readers{"DALI"}});
  } else if (offset % data_alignment != 0) {
    findings.push_back(
        {"alignment-16", Severity::note,
         formatted("data begins at byte {}, at a multiple of 16 but not of 64, as before NumPy 1.14",
                   offset)});
  }
}

void lint_layout(const Header& header, Findings& findings) {
  if (header.big_endian && size_of(header.dtype) > 1)
    findings.push_back({"big-endian",
                        Severity::note,
                        "elements are big-endian",
                        {"xtensor", "cnpy", "candle", "npyjs", "Halide"}});
  if (header.fortran_order)
    findings.push_back({"fortran-order", Severity::note, "axes are in Fortran order", {"candle", "Halide"}});
  if (header.extents.size() > rank_of_numpy_1)
    findings.push_back({"rank",
                        Severity::note,
                        formatted("rank {}, more than 32", header.extents.size()),
                        {"NumPy before 2.0"}});
}

}  // namespace

std::string_view name_of(Severity severity) { return severity == Severity::defect ? "defect" : "note"; }

std::string Finding::text() const {
  std::string readers;
  for (const std::string_view reader : not_read_by)
    readers += (readers.empty() ? " (not read by " : ", ") + std::string(reader);
  return readers.empty() ? fact : fact + readers + ")";
}

std::vector<Finding> lint_header(const Header& header, std::string_view dict) {
  Findings findings;
  lint_keys(dict, findings);
  lint_values(header, dict, findings);
  lint_lines(dict, findings);
  lint_length(header, dict, findings);
  lint_layout(header, findings);
  return findings;
}

}  // namespace tcalc::npy
