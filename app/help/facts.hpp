// What help pages and the manual both tell of tcalc: one line for each thing there is.
#pragma once

#include <span>
#include <string_view>

namespace tcalc::app {

struct Fact {
  std::string_view term;  // as it is typed or seen
  std::string_view meaning;
};

std::span<const Fact> examples();       // command lines; some need no words
std::span<const Fact> operand_forms();  // ways to write an operand
std::span<const Fact> exit_codes();
std::span<const Fact> environment();  // variables that are read
std::span<const Fact> fills();        // one for each FillKind, in its order

std::span<const Fact> json_objects();  // what --json prints: the fields of each

// How --json writes what JSON has no words for; a paragraph each.
std::span<const std::string_view> json_rules();

// What is true of operands whatever their form; a paragraph each.
std::span<const std::string_view> operand_rules();

// What becomes of dtypes in an operation; a paragraph each.
std::span<const std::string_view> dtype_rules();

}  // namespace tcalc::app
