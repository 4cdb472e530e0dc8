// What help pages are made of: paragraphs, and tables of two columns.
#pragma once

#include <app/help/facts.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tcalc::app {

// Lines of at most 80 columns, where words allow.
std::string paragraph(std::string_view words);

// "  term   meaning" for each, a space at least between; meanings begin in column `indent` and are broken
// into lines there, of at most 90 columns in all.
std::string two_columns(std::span<const Fact> facts, std::size_t indent);

// A single row: one line, however long.
std::string row(std::string_view term, std::string_view meaning, std::size_t indent);

// How operands are written, and what exit codes say: in the general page and as topics.
std::string operand_table();
std::string exit_code_table();

}  // namespace tcalc::app
