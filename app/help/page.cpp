#include <app/help/page.hpp>

#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t paragraph_width = 80;
constexpr std::size_t table_width = 90;

std::string joined(const std::vector<std::string>& lines) {
  std::string result;
  for (const std::string& line : lines) result += line + "\n";
  return result;
}

std::string beginning(std::string_view term, std::size_t indent) {
  return text::padded("  " + std::string(term) + " ", indent);
}

}  // namespace

std::string paragraph(std::string_view words) { return joined(text::filled("", 0, words, paragraph_width)); }

std::string two_columns(std::span<const Fact> facts, std::size_t indent) {
  std::string result;
  for (const auto& [term, meaning] : facts) {
    if (meaning.empty())
      result += "  " + std::string(term) + "\n";
    else
      result += joined(text::filled(beginning(term, indent), indent, meaning, table_width));
  }
  return result;
}

std::string operand_table() { return "Operands:\n" + two_columns(operand_forms(), 42); }

std::string exit_code_table() { return "Exit codes:\n" + two_columns(exit_codes(), 9); }

std::string row(std::string_view term, std::string_view meaning, std::size_t indent) {
  return beginning(term, indent) + std::string(meaning) + "\n";
}

}  // namespace tcalc::app
