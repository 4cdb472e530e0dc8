#include <algorithm>
#include <cmath>
#include <cstdio>

#include <tcalc/explain/palette.hpp>
#include <tcalc/explain/text.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc {

namespace {

constexpr std::string_view plain = "\033[0m";

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string right(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

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
      text_ += dims + "\n";
      if (letters_width > indent + 1) text_ += letters + "\n";
    };
    for (int axis = 0; axis < shape.rank(); ++axis) {
      const std::vector<int>& own = labels[static_cast<std::size_t>(axis)];
      const std::size_t first = own.empty() ? 0 : place_of(explanation_, own.front());
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
        const std::size_t place = place_of(explanation_, label);
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
      if (contraction.flattened) labels.resize(static_cast<std::size_t>(operand.shape.rank()));
      if (!contraction.flattened) {
        for (const int label : contraction.operands[place]) labels.push_back({label});
      }
      shape_lines(operand.name, operand.shape, labels);
    }
    shape_lines("result", explanation_.result, result_labels(contraction));
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
    for (std::size_t place = 0; place < label.axes.size(); ++place) {
      if (label.axes[place].empty()) continue;
      text += (text.empty() ? "" : ", ") + name_of_operand(place) +
              (explanation_.contraction.flattened ? " flattened" : axes_text(label.axes[place]));
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
          padded(label.name, letter_width) + "  " + right(label.extent.text(), size_width);
      const std::string role = role_text(explanation_, label);
      const std::string pairs = pairing(label);
      const std::size_t indent = 2 + head.size() + 2;
      text_ += "  " + painted(head, place) + "  ";
      if (indent + role_width + 2 + pairs.size() <= columns())
        text_ += padded(role, role_width) + "  " + pairs + "\n";
      else
        broken(role + "\n", indent, pairs);
    }
    if (explanation_.labels.empty()) text_ += "  no axes: a product of single elements\n";
  }

  // "  key        value", the value's words broken to fit.
  void entry(const std::string& key, const std::string& value) {
    const std::string line = "  " + padded(key, name_width_ + 2);
    broken(line, line.size(), value);
  }

  // Words that follow the start of a line, broken to fit, with an indent from the second line on.
  void broken(std::string line, std::size_t indent, const std::string& value) {
    if (line.ends_with('\n')) {
      text_ += line;
      line.assign(indent, ' ');
    }
    std::size_t begin = 0;
    while (begin <= value.size()) {
      const std::size_t end = std::min(value.find(' ', begin), value.size());
      const std::string word = value.substr(begin, end - begin);
      if (line.size() > indent && line.size() + 1 + word.size() > columns()) {
        text_ += line + "\n";
        line.assign(indent, ' ');
      }
      line += (line.size() > indent ? " " : "") + word;
      begin = end + 1;
    }
    text_ += line + "\n";
  }

  std::string symbolic_work() const {
    std::string text;
    for (const LabelUse& label : explanation_.labels) {
      if (label.extent.is(1)) continue;
      text += (text.empty() ? "" : "*") + label.extent.text();
    }
    return text.empty() ? "1" : text;
  }

  static std::string products_text(const Plan& plan) {
    const auto size = [](std::int64_t value) { return std::to_string(value); };
    if (plan.kernel == Kernel::nothing) return "nothing to do: the result has no elements";
    if (plan.kernel == Kernel::zeros) return "no terms to sum: every element is 0";
    if (plan.kernel == Kernel::sums) {
      if (plan.k_size == 1) return "a copy of " + size(plan.m_size) + " elements";
      return size(plan.m_size) + (plan.m_size == 1 ? " sum of " : " sums of ") + size(plan.k_size) +
             " elements";
    }
    return size(plan.batch_size) + (plan.batch_size == 1 ? " product" : " products") + " of " +
           size(plan.m_size) + " x " + size(plan.k_size) + " by " + size(plan.k_size) + " x " +
           size(plan.n_size) + (plan.exchanged ? ", operands exchanged: the result's rows are B's" : "");
  }

  static std::string kernel_text(Kernel kernel) {
    switch (kernel) {
      case Kernel::nothing:
      case Kernel::zeros:
        return "";
      case Kernel::blas:
        return "blas: OpenBLAS, matrices worth the call";
      case Kernel::direct:
        return "direct: small matrices, read where they are";
      case Kernel::blocked:
        return "blocked: packed blocks and register tiles";
      case Kernel::bits:
        return "bits: booleans, 64 at a time";
      case Kernel::sums:
        break;
    }
    return "sums: one operand alone";
  }

  static std::string access_text(const MatrixOperand& operand, Kernel kernel) {
    const bool packs_all = kernel == Kernel::blocked || kernel == Kernel::bits;
    if (operand.access == Access::packed) {
      const std::string reason(text_of(operand.reason));
      return "packed block by block" + (reason.empty() ? "" : ": " + reason);
    }
    if (packs_all) return "packed block by block, as the kernel's tiles want it";
    return operand.access == Access::in_place ? "read in place" : "read in place, transposed";
  }

  void plan(const PlannedStep& planned) {
    const Plan& plan = planned.plan;
    entry("plan", products_text(plan));
    const std::string kernel = kernel_text(plan.kernel);
    if (kernel.empty()) return;
    if (plan.kernel != Kernel::sums) {
      const auto& [left, right] =
          plan.exchanged ? std::pair(plan.right, plan.left) : std::pair(plan.left, plan.right);
      entry(name_of_operand(0), access_text(left, plan.kernel));
      entry(name_of_operand(1), access_text(right, plan.kernel));
    }
    entry("kernel", kernel);
  }

  // As opt_einsum prints it.
  void path(const Costs& costs) {
    const std::vector<std::string> remaining = remaining_texts(explanation_.contraction, costs.schedule);
    std::vector<std::vector<std::string>> rows = {
        {"step", "contraction", "FLOPs", "elements", "kernel", "remaining"}};
    for (std::size_t i = 0; i < costs.schedule.steps.size(); ++i) {
      const PlannedStep& planned = costs.schedule.steps[i];
      rows.push_back({std::to_string(i + 1), einsum_text(planned.step.contraction),
                      count_text(planned.step.flops), count_text(planned.step.elements),
                      std::string(name_of(planned.plan.kernel)), remaining[i]});
    }
    table("path", rows, {false, false, true, true, false, false});
    entry("naive", count_text(costs.naive_flops) + " FLOPs in one loop over every label" +
                       (costs.schedule.flops > 0 && costs.naive_flops > costs.schedule.flops
                            ? ", " + ratio_text(costs.naive_flops / costs.schedule.flops) + " times as many"
                            : ""));
    double largest = 0;
    for (std::size_t i = 0; i + 1 < costs.schedule.steps.size(); ++i)
      largest = std::max(largest, costs.schedule.steps[i].step.elements);
    entry("largest", count_text(largest) + " elements in an intermediate");
  }

  static std::string ratio_text(double ratio) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", ratio);
    return text;
  }

  // Columns that line up; without the last one where they do not fit.
  void table(const std::string& key, const std::vector<std::vector<std::string>>& rows,
             const std::vector<bool>& to_the_right) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::size_t shown = widths.size();
    const auto total = [&] {
      std::size_t width = 2 + name_width_ + 2;
      for (std::size_t i = 0; i < shown; ++i) width += widths[i] + 2;
      return width - 2;
    };
    while (shown > 4 && total() > columns()) --shown;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::string line = "  " + padded(r == 0 ? key : "", name_width_ + 2);
      for (std::size_t i = 0; i < shown; ++i) {
        line += to_the_right[i] ? right(rows[r][i], widths[i]) : padded(rows[r][i], widths[i]);
        line += "  ";
      }
      text_ += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
  }

  void costs(const Costs& costs) {
    const Schedule& schedule = costs.schedule;
    if (schedule.steps.size() == 1)
      plan(schedule.steps.front());
    else
      path(costs);
    entry("dtype", std::string(name_of(schedule.dtype)) + (costs.dtype_assumed ? " (assumed; --dtype)" : ""));
    entry("work", count_text(schedule.multiply_adds) + " multiply-adds, " + count_text(schedule.flops) +
                      " FLOPs: multiplications and additions");
    entry("memory",
          os::format_bytes(costs.bytes_read) + " read, " + os::format_bytes(costs.bytes_written) +
              " written, " +
              (costs.scratch_bytes == 0 ? "no scratch" : os::format_bytes(costs.scratch_bytes) + " scratch"));
    entry("intensity", ratio_text(costs.flops_per_byte()) + " FLOPs per byte");
    entry("time", "about " + seconds_text(costs.seconds) + " on this machine with " +
                      std::to_string(costs.threads) + (costs.threads == 1 ? " thread" : " threads"));
  }

  static std::string index_text(const Index& index) {
    std::string text;
    for (const std::int64_t position : index) text += (text.empty() ? "" : ", ") + std::to_string(position);
    return "[" + text + "]";
  }

  void element(const ExplainedElement& element) {
    text_ += "\n";
    entry("element", index_text(element.index) + " = " + element.sum + ", the sum of " +
                         std::to_string(element.term_count) +
                         (element.term_count == 1 ? " product" : " products"));
    const auto terms = [&](const std::vector<ElementTerm>& some) {
      for (const ElementTerm& term : some) {
        std::string names, values;
        for (std::size_t place = 0; place < term.indices.size(); ++place) {
          const std::string index = term.indices[place].empty() ? "" : index_text(term.indices[place]);
          const std::string name = explanation_.contraction.conjugate[place]
                                       ? "conj(" + name_of_operand(place) + index + ")"
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
    entry("", "... " + std::to_string(left_out) + " more ...");
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

std::string count_text(double count) {
  constexpr double exact_below = 1e7;
  char text[32];
  if (count < exact_below)
    std::snprintf(text, sizeof text, "%.0f", count);
  else
    std::snprintf(text, sizeof text, "%.3g", count);
  return text;
}

std::string seconds_text(double seconds) {
  struct Unit {
    double size;
    const char* name;
  };
  constexpr Unit units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
  for (const Unit& unit : units) {
    if (seconds < unit.size && unit.size > 1e-9) continue;
    char text[32];
    const double value = seconds / unit.size;
    std::snprintf(text, sizeof text, value < 9.5 ? "%.1f %s" : "%.0f %s", value, unit.name);
    return text;
  }
  return "0 s";
}

}  // namespace tcalc
