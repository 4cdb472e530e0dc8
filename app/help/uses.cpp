#include <app/help/uses.hpp>
#include <vector>

#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

constexpr std::array listed_uses = {
    Use{"OPERATION", {"yes", "yes", "yes", "yes", "yes", "each", "yes", "yes", "yes", "yes"}},
    Use{"eval", {"yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes", "yes"}},
    Use{"explain", {"yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes", "yes"}},
    Use{"frameworks", {"yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes", "yes"}},
    Use{"info", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"show", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"new", {"no", "yes", "yes", "no", "no", "no", "no", "no", "no", "no"}},
    Use{"convert", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"concat", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"stack", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"split", {"yes", "yes", "yes", "yes", "yes", "no", "yes", "yes", "yes", "yes"}},
    Use{"append", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"diff", {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"}},
    Use{"check", {"no", "no", "no", "yes", "yes", "yes", "yes", "no", "no", "yes"}},
};

}  // namespace

std::span<const Use> uses() { return listed_uses; }

std::string use_table() {
  std::vector<text::TableRow> rows = {{""}};
  rows.front().insert(rows.front().end(), operand_columns.begin(), operand_columns.end());
  for (const Use& use : listed_uses) {
    rows.push_back({std::string(use.command)});
    rows.back().insert(rows.back().end(), use.answers.begin(), use.answers.end());
  }
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::string text;
  for (const text::TableRow& row : rows)
    text += "  " + text::table_line(row, widths, std::vector<bool>(widths.size(), false)) + "\n";
  return text;
}

}  // namespace tcalc::app
