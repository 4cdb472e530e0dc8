#include <app/help/dtype_page.hpp>
#include <app/help/facts.hpp>
#include <app/help/manual.hpp>
#include <app/help/page.hpp>
#include <app/help/topics.hpp>
#include <app/help/uses.hpp>
#include <array>

#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>

namespace tcalc::app {

namespace {

std::string operand_page(Commands) {
  std::string page = operand_table();
  for (const std::string_view rule : operand_rules()) page += "\n" + paragraph(rule);
  page += "\nFills:\n" + two_columns(fills(), 24);
  return page + "\nWhich command takes which (each: with --each):\n" + use_table();
}

std::string environment_page(Commands) { return "Environment variables:\n" + two_columns(environment(), 25); }

std::string json_page(Commands) {
  std::string page;
  for (const std::string_view rule : json_rules()) page += paragraph(rule) + "\n";
  return page + two_columns(json_objects(), 25);
}

std::string functions_page(Commands) {
  std::string page;
  for (const functions::Group& group : functions::groups()) {
    page += (page.empty() ? "" : "\n") + std::string(group.title) + ":\n";
    for (const functions::Function& function : group.functions)
      page += formatted("  {}\n      {}\n      {}\n", function.signature, function.help, function.example);
  }
  return page;
}

constexpr std::array topic_table = {
    Topic{"functions", "what expressions can call: tcalc eval", functions_page},
    Topic{"operands", "how operands are written", operand_page},
    Topic{"dtypes", "element types, and what two of them promote to", [](Commands) { return dtype_page(); }},
    Topic{"json", "what --json prints", json_page},
    Topic{"exit-codes", "what the exit code says", [](Commands) { return exit_code_table(); }},
    Topic{"environment", "variables that are read", environment_page},
    Topic{"man", "all of this as a manual page: tcalc help man | man -l -", manual_page},
};

}  // namespace

std::span<const Topic> topics() { return topic_table; }

const Topic* find_topic(std::string_view name) {
  for (const Topic& topic : topic_table) {
    if (topic.name == name) return &topic;
  }
  return nullptr;
}

}  // namespace tcalc::app
