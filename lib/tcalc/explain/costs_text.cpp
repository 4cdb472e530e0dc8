#include <algorithm>
#include <cstdio>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/costs_text.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc {

namespace {

using Entries = std::vector<Entry>;

std::string products_text(const Plan& plan) {
  if (plan.kernel == Kernel::nothing) return "nothing to do: the result has no elements";
  if (plan.kernel == Kernel::zeros) return "no terms to sum: every element is 0";
  if (plan.kernel == Kernel::sums) {
    if (plan.k_size == 1) return formatted("a copy of {} elements", plan.m_size);
    return formatted("{} of {} elements", counted(plan.m_size, "sum"), plan.k_size);
  }
  return formatted("{} of {} x {} by {} x {}{}", counted(plan.batch_size, "product"), plan.m_size,
                   plan.k_size, plan.k_size, plan.n_size,
                   plan.exchanged ? ", operands exchanged: the result's rows are B's" : "");
}

std::string kernel_text(Kernel kernel) {
  switch (kernel) {
    case Kernel::nothing:
    case Kernel::zeros:
      return "";
    case Kernel::blas:
      return "blas: matrices worth a call of OpenBLAS, or panels where those are faster";
    case Kernel::panels:
      return "panels: packed once, shared by all threads";
    case Kernel::direct:
      return "direct: small matrices, read where they are";
    case Kernel::blocked:
      return "blocked: packed blocks and register tiles";
    case Kernel::dots:
      return "dots: both operands copied along the contracted axes";
    case Kernel::bits:
      return "bits: booleans, 64 at a time";
    case Kernel::sums:
      break;
  }
  return "sums: one operand alone";
}

std::string access_text(const MatrixOperand& operand, Kernel kernel) {
  const bool packs_all = kernel == Kernel::blocked || kernel == Kernel::dots || kernel == Kernel::bits;
  if (operand.access == Access::packed)
    return "packed block by block: " + std::string(text_of(operand.reason));
  if (packs_all) return "packed block by block, as the kernel's tiles want it";
  return operand.access == Access::in_place ? "read in place" : "read in place, transposed";
}

std::string ratio_text(double ratio) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", ratio);
  return text;
}

void add_plan(Entries& entries, const Explanation& explanation, const Plan& plan) {
  entries.push_back({"plan", products_text(plan)});
  const std::string kernel = kernel_text(plan.kernel);
  if (kernel.empty()) return;
  if (plan.kernel != Kernel::sums) {
    const auto& [left, right] =
        plan.exchanged ? std::pair(plan.right, plan.left) : std::pair(plan.left, plan.right);
    entries.push_back({explanation.operands[0].name, access_text(left, plan.kernel)});
    entries.push_back({explanation.operands[1].name, access_text(right, plan.kernel)});
  }
  entries.push_back({"kernel", kernel});
}

// Rows whose columns line up; the last columns are left out where they do not fit.
void add_table(Entries& entries, const std::string& key, const std::vector<text::TableRow>& rows,
               const std::vector<bool>& numbers, std::size_t fewest, std::size_t columns) {
  std::vector<std::size_t> widths = text::column_widths(rows);
  std::size_t shown = 0;
  for (std::size_t width = 0; shown < widths.size(); ++shown) {
    width += widths[shown] + (shown == 0 ? 0 : 2);
    if (shown >= fewest && width > columns) break;
  }
  widths.resize(shown);
  for (std::size_t r = 0; r < rows.size(); ++r)
    entries.push_back({r == 0 ? key : "", text::table_line(rows[r], widths, numbers), true});
}

void add_path(Entries& entries, const Explanation& explanation, const Costs& costs, std::size_t columns) {
  const std::vector<PlannedStep>& steps = costs.schedule.steps;
  const std::vector<std::size_t> told = told_steps(costs.schedule);
  const std::size_t most = told.size() < steps.size() ? first_steps : steps.size();
  const std::vector<std::string> texts = step_texts(explanation.contraction, costs.schedule);
  const std::vector<std::string> remaining = remaining_texts(explanation.contraction, costs.schedule, most);
  std::vector<std::vector<std::string>> rows = {
      {"step", "contraction", "FLOPs", "elements", "kernel", "remaining"}};
  for (const std::size_t i : told) {
    const Step& step = steps[i].step;
    rows.push_back({std::to_string(i + 1), texts[i], count_text(step.flops), count_text(step.elements),
                    std::string(name_of(steps[i].plan.kernel)), i < remaining.size() ? remaining[i] : ""});
  }
  double largest = 0;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) largest = std::max(largest, steps[i].step.elements);
  constexpr std::size_t fewest = 4;
  add_table(entries, "path", rows, {false, false, true, true, false, false}, fewest, columns);
  if (told.size() < steps.size()) {
    entries.push_back({"", formatted("of {} steps the first {}, and the costliest {} of the others",
                                     steps.size(), first_steps, costliest_steps)});
  }
  const double flops = costs.schedule.flops;
  const std::string times = flops > 0 && costs.naive_flops > flops
                                ? ", " + ratio_text(costs.naive_flops / flops) + " times as many"
                                : "";
  entries.push_back({"naive", count_text(costs.naive_flops) + " FLOPs in one loop over every label" + times});
  entries.push_back({"largest", count_text(largest) + " elements in an intermediate"});
}

}  // namespace

std::vector<Entry> cost_entries(const Explanation& explanation, const Costs& costs, std::size_t columns) {
  const Schedule& schedule = costs.schedule;
  Entries entries;
  if (schedule.steps.size() == 1)
    add_plan(entries, explanation, schedule.steps.front().plan);
  else
    add_path(entries, explanation, costs, columns);
  entries.push_back(
      {"dtype", std::string(name_of(schedule.dtype)) + (costs.dtype_assumed ? " (assumed)" : "")});
  entries.push_back({"work", formatted("{} multiply-adds, {} FLOPs: multiplications and additions",
                                       count_text(schedule.multiply_adds), count_text(schedule.flops))});
  const std::string scratch =
      costs.scratch_bytes == 0 ? "no scratch" : os::format_bytes(costs.scratch_bytes) + " scratch";
  entries.push_back({"memory", formatted("{} read, {} written, {}", os::format_bytes(costs.bytes_read),
                                         os::format_bytes(costs.bytes_written), scratch)});
  entries.push_back({"intensity", ratio_text(costs.flops_per_byte()) + " FLOPs per byte"});
  entries.push_back({"time", formatted("about {} on this machine with {}", seconds_text(costs.seconds),
                                       counted(costs.threads, "thread"))});
  return entries;
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
  std::size_t unit = 0;
  while (unit + 1 < std::size(units) && seconds < units[unit].size) ++unit;
  char text[32];
  const double value = seconds / units[unit].size;
  std::snprintf(text, sizeof text, value < 9.5 ? "%.1f %s" : "%.0f %s", value, units[unit].name);
  return text;
}

}  // namespace tcalc
