// What the words after a verb of a program have to be.
#pragma once

#include <app/program/parse.hpp>
#include <cstddef>
#include <string>

#include <tcalc/core/dtype.hpp>
#include <tcalc/script/statement.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

// Throws LineError{usage} unless there are from `fewest` to `most` words after the verb; `form` is the hint.
void require_words(const script::Statement& statement, std::size_t fewest, std::size_t most,
                   const std::string& form);

// Shapes are taken under the facts. All throw LineError{usage} for what is no shape, no dtype, no operand.
Shape shape_of(const script::Word& word, const Facts& facts = {});
Dtype dtype_of(const script::Word& word);
text::Operand parsed_operand(const script::Word& word, const Facts& facts = {});

// The fact that follows the verb of a line.
Fact fact_of(const Line& line);

// A path of a program in that folder, as the working directory has it.
std::string path_from(const std::string& folder, const std::string& path);

// Whether an operand is a name alone: a variable.
bool is_variable(const script::Word& word);

// Whether the line expects something of the arrays of a file: their dims have known sizes, and give names
// theirs.
bool is_of_file(const Line& line);

}  // namespace tcalc::app
