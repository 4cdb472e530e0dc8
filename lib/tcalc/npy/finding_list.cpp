#include <algorithm>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/finding_list.hpp>

namespace tcalc::npy {

namespace {

// A hostile header has a million of them.
constexpr std::size_t most_findings = 20;

}  // namespace

std::vector<Finding> FindingList::take() {
  if (left_out_ > 0)
    findings_.push_back({"more", Severity::defect, formatted("{} more like these", left_out_)});
  return std::move(findings_);
}

void FindingList::add(std::string_view id, Severity severity, std::string fact) {
  if (findings_.size() < most_findings)
    findings_.push_back({id, severity, std::move(fact)});
  else
    ++left_out_;
}

std::string sizes_text(const Extents& extents) {
  std::string text;
  for (const std::int64_t extent : extents) text += formatted("{}, ", extent);
  if (extents.size() != 1 && !text.empty()) text.pop_back();
  if (!text.empty()) text.pop_back();
  return "(" + text + ")";
}

void require_sound(const std::vector<Finding>& findings, const std::string& name) {
  const auto defect = std::ranges::find(findings, Severity::defect, &Finding::severity);
  if (defect != findings.end())
    throw Error(ErrorKind::input, name + ": " + defect->fact, "tcalc check says more");
}

}  // namespace tcalc::npy
