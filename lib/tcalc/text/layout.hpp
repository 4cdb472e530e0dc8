// Columns and lines of plain text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tcalc::text {

// Filled up with spaces to `width`: at its end, or in front of it.
std::string padded(std::string text, std::size_t width);
std::string padded_in_front(const std::string& text, std::size_t width);

// Words broken into lines of at most `columns`, where they can be: `first` begins the first line, spaces as
// many as `indent` every other one. A word that is longer stands alone.
std::vector<std::string> filled(std::string first, std::size_t indent, std::string_view words,
                                std::size_t columns);

using TableRow = std::vector<std::string>;

// The widths of the columns of rows that have as many each.
std::vector<std::size_t> column_widths(const std::vector<TableRow>& rows);

// The first columns of a row, as many as there are widths, two spaces between them; none at the end. Columns
// of numbers stand to the right.
std::string table_line(const TableRow& row, const std::vector<std::size_t>& widths,
                       const std::vector<bool>& numbers);

// What stands between spaces.
std::vector<std::string> words_of(std::string_view text);

}  // namespace tcalc::text
