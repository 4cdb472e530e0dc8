#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/einsum_search.hpp>
#include <tcalc/frameworks/text.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc {

namespace {

using text::padded;

constexpr std::string_view green = "\033[32m", faint = "\033[2m", plain = "\033[0m";

// "A.transpose(1, 0)", or "A" as it is.
std::string transposed_text(const std::string& name, const std::vector<int>& order) {
  if (std::ranges::is_sorted(order)) return name;
  std::string text;
  for (const int axis : order) text += (text.empty() ? "" : ", ") + std::to_string(axis);
  return formatted("{}.transpose({})", name, text);
}

// What stands in a row: a result, its einsum and command; or the refusal alone.
struct Cells {
  std::string title, result, einsum, command;
};

Cells cells_of(const FrameworkTable& table, const FrameworkRow& row, CallWords words) {
  const auto call = call_of(row.answer, table.a, table.b);
  const std::string command = call ? words(*call) : "";
  if (!row.answer.contraction) {
    return {row.title, row.answer.refusal + (command.empty() ? "" : " But " + command + " takes it."), "",
            ""};
  }
  return {row.title, row.answer.shape()->text(), numpy_einsum(*row.answer.contraction), command};
}

class Writer {
 public:
  Writer(const FrameworkTable& table, const TextStyle& style, CallWords words)
      : table_(table), style_(style), words_(words) {
    widths_ = {std::string("operation").size(), std::string("result").size(), std::string("einsum").size(),
               std::string("tcalc").size()};
    for (const FrameworkRow& row : table.rows) {
      const Cells cells = cells_of(table, row, words);
      widths_.title = std::max(widths_.title, cells.title.size());
      if (!row.answer.contraction) continue;
      widths_.result = std::max(widths_.result, cells.result.size());
      widths_.einsum = std::max(widths_.einsum, cells.einsum.size());
      widths_.command = std::max(widths_.command, cells.command.size());
    }
  }

  std::string write() {
    if (fits()) line("  ", {"operation", "result", "einsum", "tcalc"}, true, faint);
    for (const FrameworkRow& row : table_.rows) {
      const Cells cells = cells_of(table_, row, words_);
      const bool legal = row.answer.contraction.has_value();
      const std::string mark = row.wanted ? "* " : "  ";
      const std::string_view paint = row.wanted ? green : legal ? "" : faint;
      if (fits())
        line(mark, cells, legal, paint);
      else
        paragraph(mark, cells, paint);
    }
    if (table_.wanted) wanted();
    return std::move(text_);
  }

 private:
  struct Widths {
    std::size_t title, result, einsum, command;
  };

  // Refusals may be longer than a line: a terminal breaks them.
  bool fits() const {
    return 2 + widths_.title + 2 + widths_.result + 2 + widths_.einsum + 2 + widths_.command <=
           static_cast<std::size_t>(style_.columns);
  }

  std::string command_of(const FrameworkAnswer& answer) const {
    const auto call = call_of(answer, table_.a, table_.b);
    return call ? words_(*call) : "";
  }

  void add(const std::string& text, std::string_view paint) {
    if (style_.color && !paint.empty())
      text_ += std::string(paint) + text + std::string(plain) + "\n";
    else
      text_ += text + "\n";
  }

  void line(const std::string& mark, const Cells& cells, bool legal, std::string_view paint) {
    std::string text = mark + padded(cells.title, widths_.title) + "  ";
    if (legal)
      text += formatted("{}  {}  {}", padded(cells.result, widths_.result),
                        padded(cells.einsum, widths_.einsum), cells.command);
    else
      text += "- " + cells.result;
    add(text, paint);
  }

  void paragraph(const std::string& mark, const Cells& cells, std::string_view paint) {
    add(mark + cells.title, paint);
    const bool legal = !cells.einsum.empty();
    broken(legal ? cells.result : "- " + cells.result, paint);
    if (legal) broken(cells.einsum, paint);
    if (legal) broken(cells.command, paint);
  }

  void broken(const std::string& value, std::string_view paint) {
    const std::string indent(6, ' ');
    for (const std::string& line :
         text::filled(indent, indent.size(), value, static_cast<std::size_t>(style_.columns)))
      add(line, paint);
  }

  void wanted() {
    const bool any = std::ranges::any_of(table_.rows, &FrameworkRow::wanted);
    text_ += "\n" + std::string(any ? "* gives " : "no operation gives ") + table_.wanted->text();
    text_ += any ? "\n" : " for these operands as they are\n";
    bool first = true;
    for (const FrameworkRow& row : table_.rows) {
      if (!row.transposition) continue;
      if (first) text_ += "others would, with operands transposed:\n";
      first = false;
      add(formatted("  {}  {} and {}: {}", padded(row.title, widths_.title),
                    transposed_text(table_.a.name, row.transposition->a),
                    transposed_text(table_.b.name, row.transposition->b),
                    command_of(row.transposition->answer)),
          "");
    }
    if (first && !any) text_ += "and none would with operands transposed\n";
    einsums();
  }

  void einsums() {
    if (table_.einsums.empty()) {
      text_ += "no einsum gives it\n";
      return;
    }
    text_ += table_.einsums.size() == 1 ? "as an einsum:\n" : "as an einsum, each with other numbers:\n";
    for (const FrameworkAnswer& einsum : table_.einsums) {
      std::string line = "  " + command_of(einsum);
      const std::vector<std::string> alone = summed_alone(*einsum.contraction, table_.a, table_.b);
      for (std::size_t i = 0; i < alone.size(); ++i) line += (i == 0 ? ", which sums " : " and ") + alone[i];
      add(line + (alone.empty() ? "" : " alone"), "");
    }
  }

  const FrameworkTable& table_;
  TextStyle style_;
  CallWords words_;
  Widths widths_{};
  std::string text_;
};

}  // namespace

FrameworkTable make_table(const Operand& a, const Operand& b, const FrameworkOptions& options,
                          const std::optional<Shape>& wanted) {
  FrameworkTable table = {a, b, wanted, {}};
  const auto add = [&](const Framework& framework) {
    FrameworkRow row = {title_of(framework, options), framework.answer(a, b, options), false, std::nullopt};
    const auto shape = row.answer.shape();
    if (row.answer.contraction && !shape)
      row.answer = {std::nullopt, "result " + *Shape::defect(row.answer.contraction->result_dims()), {}};
    row.wanted = wanted && shape && is_wanted(*shape, *wanted);
    if (wanted && !row.wanted) row.transposition = transposition_for(framework, a, b, options, *wanted);
    table.rows.push_back(std::move(row));
  };
  std::ranges::for_each(frameworks(), add);
  if (options.einsum) std::ranges::for_each(einsum_frameworks(), add);
  if (wanted) {
    for (Contraction& contraction : einsums_giving(a, b, *wanted))
      table.einsums.push_back({std::move(contraction), {}, {}});
  }
  return table;
}

bool FrameworkTable::gives_wanted() const {
  const auto gives = [](const FrameworkRow& row) { return row.wanted || row.transposition; };
  return !einsums.empty() || std::ranges::any_of(rows, gives);
}

std::string table_text(const FrameworkTable& table, const TextStyle& style, CallWords words) {
  return Writer(table, style, words).write();
}

}  // namespace tcalc
