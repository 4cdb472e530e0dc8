#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/palette.hpp>
#include <tcalc/explain/sizes.hpp>
#include <tcalc/explain/svg.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/xml.hpp>

namespace tcalc {

namespace {

// Pixels.
constexpr int gap = 14;
constexpr int row_height = 118;
constexpr int character = 9;  // of the 15-pixel monospaced text, a little more than its advance
constexpr int title_pixels = 17;

constexpr std::string_view red = "#d6332a";

std::string number(int value) { return std::to_string(value); }

// A box of a row: where it is, and the colours and texts in it.
struct Box {
  int x = 0, width = 0;
  std::string size, letters;
  std::vector<std::size_t> labels;  // several where axes of the result are merged
  bool clashes = false;
};

struct Row {
  std::string name;
  std::vector<Box> boxes;
  int y = 0;  // of the boxes' upper edge
};

class Drawing {
 public:
  void add_row(const std::string& name, const Shape& shape,
               const std::vector<std::vector<std::size_t>>& labels, const std::vector<std::string>& names,
               const std::vector<int>& clashing) {
    Row row;
    row.name = name;
    for (int axis = 0; axis < shape.rank(); ++axis) {
      Box box;
      box.size = shape[axis].text();
      box.labels = labels[static_cast<std::size_t>(axis)];
      for (const std::size_t label : box.labels) box.letters += names[label];
      const int characters = static_cast<int>(std::max(box.size.size(), box.letters.size()));
      box.width = std::max(52, characters * character + 20);
      box.clashes = std::ranges::find(clashing, axis) != clashing.end();
      row.boxes.push_back(std::move(box));
    }
    name_width_ = std::max(name_width_, static_cast<int>(name.size()) * character);
    rows_.push_back(std::move(row));
  }

  // Boxes are placed once the longest name is known. The picture is as wide as they are and as the lines of
  // text below them, which begin at `indent`; the title is broken to fit.
  void place(const std::string& title, const std::vector<std::string>& below, int indent) {
    for (Row& row : rows_) {
      int x = margin + name_width_ + 2 * gap;
      for (Box& box : row.boxes) {
        box.x = x;
        x += box.width + gap;
      }
      width_ = std::max(width_, x + margin);
    }
    for (const std::string& line : below)
      width_ = std::max(width_, 2 * margin + indent + advance(line, text_pixels));
    const int columns = std::max(1, (width_ - 2 * margin) / advance("m", title_pixels));
    int y = margin + 10;
    for (const std::string& line : text::filled("", 0, title, static_cast<std::size_t>(columns))) {
      add_text(margin, y, line, grey, "", title_pixels);
      y += line_height;
    }
    rows_begin_ = y - 10 + line_height;
    for (std::size_t row = 0; row < rows_.size(); ++row)
      rows_[row].y = rows_begin_ + static_cast<int>(row) * row_height;
  }

  // From every box of a label to the next row that has it.
  void join(std::size_t label, bool summed) {
    const Box* upper = nullptr;
    int upper_y = 0;
    for (const Row& row : rows_) {
      const auto box = std::ranges::find_if(row.boxes, [label](const Box& own) {
        return std::ranges::find(own.labels, label) != own.labels.end();
      });
      if (box == row.boxes.end()) continue;
      if (upper != nullptr) curve(*upper, upper_y + box_height, *box, row.y, colour_of(label).hex, summed);
      upper = &*box;
      upper_y = row.y;
    }
  }

  void join_clashing() {
    for (std::size_t upper = 0; upper + 1 < rows_.size(); ++upper) {
      for (const Box& above : rows_[upper].boxes) {
        for (const Box& below : rows_[upper + 1].boxes) {
          if (above.clashes && below.clashes && above.size != below.size)
            curve(above, rows_[upper].y + box_height, below, rows_[upper + 1].y, red, true);
        }
      }
    }
  }

  void boxes() {
    for (const Row& row : rows_) {
      add_text(margin, row.y + box_height / 2 + 5, row.name, grey, "", 15);
      if (row.boxes.empty())
        add_text(margin + name_width_ + 2 * gap, row.y + box_height / 2 + 5, "()", grey, "", 15);
      for (std::size_t axis = 0; axis < row.boxes.size(); ++axis) draw(row.boxes[axis], row.y, axis);
    }
  }

  void legend(const std::vector<std::pair<std::size_t, std::string>>& lines,
              const std::vector<std::string>& names) {
    int y = end_of_rows();
    for (const auto& [label, text] : lines) {
      const int swatch = static_cast<int>(names[label].size()) * character + 12;
      body_ += formatted(R"(<rect x="{}" y="{}" width="{}" height="18" rx="4" fill="{}"/>)"
                         "\n",
                         margin, y, swatch, colour_of(label).hex);
      add_text(margin + swatch / 2, y + 14, names[label], "#ffffff", "middle", text_pixels);
      add_text(margin + swatch + gap, y + 14, text, grey, "", text_pixels);
      y += line_height + 2;
    }
    height_ = y + margin;
  }

  void message(const std::vector<std::string>& lines) {
    int y = end_of_rows();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      add_text(margin, y + 14, lines[i], i == 0 ? red : grey, "", text_pixels);
      y += line_height;
    }
    height_ = y + margin;
  }

  std::string document(const std::string& description) const {
    return formatted(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">)"
        "\n"
        "<title>{}</title>"
        "\n"
        "{}</svg>"
        "\n",
        width_, height_, width_, height_, text::xml_text(description), body_);
  }

 private:
  int end_of_rows() const {
    return rows_begin_ + static_cast<int>(rows_.size()) * row_height - row_height / 4;
  }

  static int advance(const std::string& text, int pixels) {
    return static_cast<int>(text.size()) * pixels * 5 / 8;
  }

  void add_text(int x, int y, const std::string& text, std::string_view colour, std::string_view anchor,
                int pixels) {
    body_ += formatted(R"(<text x="{}" y="{}" fill="{}" font-size="{}"{}>{}</text>)"
                       "\n",
                       x, y, colour, pixels, anchor.empty() ? "" : formatted(R"( text-anchor="{}")", anchor),
                       text::xml_text(text));
    if (anchor.empty()) width_ = std::max(width_, x + advance(text, pixels) + margin);
  }

  void draw(const Box& box, int y, std::size_t axis) {
    const bool labelled = !box.labels.empty();
    const std::string fill(labelled ? colour_of(box.labels.front()).hex : box.clashes ? red : grey);
    const int middle = box.x + box.width / 2;
    add_text(box.x + 4, y - 5, number(static_cast<int>(axis)), grey, "", 11);
    body_ += formatted(R"(<rect x="{}" y="{}" width="{}" height="{}" rx="7" fill="{}"{}/>)"
                       "\n",
                       box.x, y, box.width, box_height, fill,
                       box.clashes ? formatted(R"( stroke="{}" stroke-width="4")", red) : "");
    add_text(middle, y + (labelled ? 20 : 27), box.size, "#ffffff", "middle", 15);
    if (labelled) add_text(middle, y + 36, box.letters, "#ffffff", "middle", text_pixels);
  }

  // "C x1 middle, x2 middle, x2 y2": from (x1, y1) to (x2, y2), leaving and arriving upright.
  static std::string bend(int x1, int y1, int x2, int y2) {
    const int middle = (y1 + y2) / 2;
    return formatted(" C {} {}, {} {}, {} {}", x1, middle, x2, middle, x2, y2);
  }

  void curve(const Box& upper, int upper_y, const Box& lower, int lower_y, std::string_view colour,
             bool dashed) {
    const int x1 = upper.x + upper.width / 2, x2 = lower.x + lower.width / 2;
    std::string path = formatted("M {} {}", x1, upper_y);
    constexpr int between_rows = row_height - box_height;
    if (lower_y - upper_y <= between_rows) {
      path += bend(x1, upper_y, x2, lower_y);
    } else {
      // Past the rows between, in the gap beside the box: a line behind other boxes would seem to be theirs.
      const int beside = upper.x + upper.width + gap / 2;
      path += formatted("{} L {} {}{}", bend(x1, upper_y, beside, upper_y + between_rows), beside,
                        lower_y - between_rows, bend(beside, lower_y - between_rows, x2, lower_y));
    }
    body_ += formatted(R"(<path d="{}" fill="none" stroke="{}" stroke-width="3"{}/>)"
                       "\n",
                       path, colour, dashed ? R"( stroke-dasharray="7 5")" : "");
  }

  std::vector<Row> rows_;
  std::string body_;
  int name_width_ = 0, rows_begin_ = 0, width_ = 0, height_ = 0;
};

std::string command_text(const std::string& operation, std::span<const Operand> operands) {
  std::string text = operation;
  for (const Operand& operand : operands) text += " " + operand.name + operand.shape.text();
  return text;
}

}  // namespace

std::string explanation_svg(const Explanation& explanation) {
  std::vector<std::string> names;
  for (const LabelUse& label : explanation.labels) names.push_back(label.name);
  const Contraction& contraction = explanation.contraction;
  const auto places = [&](const std::vector<int>& labels) {
    std::vector<std::size_t> own;
    for (const int label : labels) own.push_back(explanation.place_of(label));
    return own;
  };

  Drawing drawing;
  for (std::size_t i = 0; i < explanation.operands.size(); ++i) {
    const Operand& operand = explanation.operands[i];
    std::vector<std::vector<std::size_t>> labels;
    for (int axis = 0; axis < operand.shape.rank(); ++axis) {
      const std::size_t at = explanation.flattens_operands ? 0 : static_cast<std::size_t>(axis);
      labels.push_back(places({contraction.operands[i][at]}));
    }
    drawing.add_row(operand.name, operand.shape, labels, names, {});
  }
  std::vector<std::vector<std::size_t>> result;
  for (const std::vector<int>& labels : explanation.result_labels) result.push_back(places(labels));
  drawing.add_row("result", explanation.result, result, names, {});

  std::vector<std::pair<std::size_t, std::string>> lines;
  std::vector<std::string> texts;
  for (std::size_t label = 0; label < explanation.labels.size(); ++label) {
    const LabelUse& own = explanation.labels[label];
    texts.push_back(own.extent.text() + "  " + role_text(explanation, own));
    lines.emplace_back(label, texts.back());
  }
  const std::string description =
      command_text(explanation.operation, explanation.operands) + " -> " + explanation.result.text();
  drawing.place(description + "   " + explanation.einsum(), texts, 2 * gap);
  for (std::size_t label = 0; label < explanation.labels.size(); ++label)
    drawing.join(label, explanation.labels[label].group == Group::contracted);
  drawing.boxes();
  drawing.legend(lines, names);
  return drawing.document(description);
}

std::string mismatch_svg(const std::string& operation, std::span<const Operand> operands, const Error& error,
                         std::span<const std::string> hints) {
  Drawing drawing;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    std::vector<int> clashing;
    for (const Mark& mark : error.marks) {
      if (mark.operand == static_cast<int>(i)) clashing.push_back(mark.axis);
    }
    const std::vector<std::vector<std::size_t>> none(static_cast<std::size_t>(operands[i].shape.rank()));
    drawing.add_row(operands[i].name, operands[i].shape, none, {}, clashing);
  }
  const std::string description = command_text(operation, operands);
  std::vector<std::string> lines = {error.message};
  for (const std::string& fact : error.more_facts) lines.push_back("also: " + fact);
  for (const std::string& hint : hints) lines.push_back("hint: " + hint);
  drawing.place(description, lines, 0);
  drawing.join_clashing();
  drawing.boxes();
  drawing.message(lines);
  return drawing.document(description + " is not defined");
}

}  // namespace tcalc
