#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/costs_text.hpp>
#include <tcalc/explain/palette.hpp>
#include <tcalc/explain/parts.hpp>
#include <tcalc/explain/text.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc {

namespace {

using text::filled;
using text::padded;
using text::padded_in_front;

constexpr std::string_view plain = "\033[0m";

class Writer {
 public:
  Writer(const Explanation& explanation, const TextStyle& style) : explanation_(explanation), style_(style) {
    name_width_ = std::string("intensity").size();
    for (const Operand& operand : explanation.operands)
      name_width_ = std::max(name_width_, operand.name.size());
  }

  std::string write() {
    shapes();
    text_ += '\n';
    roles();
    text_ += '\n';
    entry("einsum", explanation_.einsum());
    if (!explanation_.no_plan.empty()) entry("plan", "none: " + explanation_.no_plan);
    if (explanation_.costs)
      costs(*explanation_.costs);
    else
      entry("work", symbolic_work() + " multiply-adds");
    if (explanation_.element) element(*explanation_.element);
    return std::move(text_);
  }

 private:
  std::size_t columns() const { return static_cast<std::size_t>(style_.columns); }

  std::string painted(const std::string& text, std::size_t label) const {
    if (!style_.color) return text;
    return std::string(colour_of(label).escape) + text + std::string(plain);
  }

  // A shape, and below the last character of each dim the letters of its labels; broken between axes.
  void shape_lines(const std::string& name, const Shape& shape, const std::vector<std::vector<int>>& labels) {
    const std::size_t indent = 2 + name_width_ + 2;
    std::string dims = "  " + padded(name, name_width_) + "  (";
    std::string letters(indent + 1, ' ');
    std::size_t width = dims.size();
    std::size_t letters_width = width;
    const auto flush = [&] {
      text_ += dims.substr(0, dims.find_last_not_of(' ') + 1) + "\n";
      if (letters_width > indent + 1) text_ += letters + "\n";
    };
    for (int axis = 0; axis < shape.rank(); ++axis) {
      const std::vector<int>& own = labels[static_cast<std::size_t>(axis)];
      const std::size_t first = own.empty() ? 0 : explanation_.place_of(own.front());
      const std::string size = shape[axis].text();
      const bool is_last = axis + 1 == shape.rank();
      const std::string after = !is_last ? ", " : shape.rank() == 1 ? ",)" : ")";
      if (width + size.size() + after.size() > columns() && width > indent + 1) {
        flush();
        dims.assign(indent + 1, ' ');
        letters.assign(indent + 1, ' ');
        width = letters_width = indent + 1;
      }
      const std::size_t end = width + size.size() - 1;  // of the size's last character
      for (const int label : own) {
        const std::size_t place = explanation_.place_of(label);
        const std::string& letter = explanation_.labels[place].name;
        const std::size_t at = std::max(letters_width, end);
        letters += std::string(at - letters_width, ' ') + painted(letter, place);
        letters_width = at + letter.size();
      }
      dims += own.empty() ? size : painted(size, first);
      dims += after;
      width += size.size() + after.size();
    }
    if (shape.rank() == 0) dims += ")";
    flush();
  }

  void shapes() {
    const Contraction& contraction = explanation_.contraction;
    for (std::size_t place = 0; place < explanation_.operands.size(); ++place) {
      const Operand& operand = explanation_.operands[place];
      std::vector<std::vector<int>> labels;
      if (explanation_.flattens_operands) labels.resize(static_cast<std::size_t>(operand.shape.rank()));
      if (!explanation_.flattens_operands) {
        for (const int label : contraction.operands[place]) labels.push_back({label});
      }
      shape_lines(operand.name, operand.shape, labels);
    }
    shape_lines("result", explanation_.result, explanation_.result_labels);
  }

  std::string name_of_operand(std::size_t place) const { return explanation_.operands[place].name; }

  static std::string axes_text(const std::vector<int>& axes) {
    std::string text = axes.size() == 1 ? " axis " : " axes ";
    for (std::size_t i = 0; i < axes.size(); ++i) text += (i == 0 ? "" : " and ") + std::to_string(axes[i]);
    return text;
  }

  // "A axis 3, B axis 2 -> summed"
  std::string pairing(const LabelUse& label) const {
    std::string text;
    for (const auto& [operand, axes] : label.axes) {
      text += (text.empty() ? "" : ", ") + name_of_operand(static_cast<std::size_t>(operand)) +
              (explanation_.flattens_operands ? " flattened" : axes_text(axes));
    }
    if (label.group == Group::contracted) return text + " -> summed";
    return text + (text.empty() ? "" : " ") + "-> result" + axes_text(label.result_axes);
  }

  void roles() {
    std::size_t letter_width = 1, size_width = 1, role_width = 1;
    for (const LabelUse& label : explanation_.labels) {
      letter_width = std::max(letter_width, label.name.size());
      size_width = std::max(size_width, label.extent.text().size());
      role_width = std::max(role_width, role_text(explanation_, label).size());
    }
    for (std::size_t place = 0; place < explanation_.labels.size(); ++place) {
      const LabelUse& label = explanation_.labels[place];
      const std::string head =
          padded(label.name, letter_width) + "  " + padded_in_front(label.extent.text(), size_width);
      const std::string role = role_text(explanation_, label);
      const std::string pairs = pairing(label);
      const std::size_t indent = 2 + head.size() + 2;
      text_ += "  " + painted(head, place) + "  ";
      if (indent + role_width + 2 + pairs.size() <= columns()) {
        text_ += formatted("{}  {}\n", padded(role, role_width), pairs);
      } else {
        text_ += role + "\n";
        add_lines(filled(std::string(indent, ' '), indent, pairs, columns()));
      }
    }
    if (explanation_.labels.empty()) text_ += "  no axes: a product of single elements\n";
  }

  void add_lines(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) text_ += line + "\n";
  }

  // "  key        value", the value's words broken to fit.
  void entry(const std::string& key, const std::string& value) {
    const std::string first = "  " + padded(key, name_width_ + 2);
    add_lines(filled(first, first.size(), value, columns()));
  }

  void costs(const Costs& costs) {
    const std::size_t indent = 2 + name_width_ + 2;
    for (const Entry& own : cost_entries(explanation_, costs, columns() > indent ? columns() - indent : 0)) {
      if (own.is_row)
        text_ += formatted("  {}{}\n", padded(own.key, name_width_ + 2), own.value);
      else
        entry(own.key, own.value);
    }
    if (!explanation_.parts) return;
    for (const Entry& own : parts_entries(*explanation_.parts, costs)) entry(own.key, own.value);
  }

  std::string symbolic_work() const {
    Dims extents;
    for (const LabelUse& label : explanation_.labels) extents.push_back(label.extent);
    return product_text(extents);
  }

  static std::string index_text(const Index& index) {
    std::string text;
    for (const std::int64_t position : index) text += (text.empty() ? "" : ", ") + std::to_string(position);
    return "[" + text + "]";
  }

  void element(const ExplainedElement& element) {
    text_ += "\n";
    entry("element", formatted("{} = {}, the sum of {}", index_text(element.index), element.sum,
                               counted(element.term_count, "product")));
    const auto terms = [&](const std::vector<ElementTerm>& some) {
      for (const ElementTerm& term : some) {
        std::string names, values;
        for (std::size_t place = 0; place < term.indices.size(); ++place) {
          const std::string index = term.indices[place].empty() ? "" : index_text(term.indices[place]);
          const std::string name = explanation_.contraction.conjugate[place]
                                       ? formatted("conj({}{})", name_of_operand(place), index)
                                       : name_of_operand(place) + index;
          names += (place == 0 ? "" : " * ") + name;
          values += (place == 0 ? "" : " * ") + term.values[place];
        }
        const std::string equal = term.values.size() == 1 ? "" : " = " + term.product;
        entry("", names + " = " + values + equal);
      }
    };
    terms(element.first);
    if (element.last.empty()) return;
    const auto left_out =
        element.term_count - static_cast<std::int64_t>(element.first.size() + element.last.size());
    entry("", formatted("... {} more ...", left_out));
    terms(element.last);
  }

  const Explanation& explanation_;
  TextStyle style_;
  std::size_t name_width_ = 0;  // of the first column: operands, and what is said of them
  std::string text_;
};

}  // namespace

std::string explanation_text(const Explanation& explanation, const TextStyle& style) {
  return Writer(explanation, style).write();
}

}  // namespace tcalc
