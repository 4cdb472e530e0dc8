// What a line of a program says: NAME = VERB WORD..., or VERB WORD...
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/script/words.hpp>

namespace tcalc::script {

struct Statement {
  std::optional<Word> name;  // what is assigned; nothing for a check
  Word verb;                 // shape, load, an operation, expect, ...: not looked up
  std::vector<Word> arguments;
};

// Whether a line is blank or a comment.
bool is_empty(std::string_view line);

// What any other line says. Throws LineError{usage} as split_words does, and for an assignment without a
// well-formed name or without a verb.
Statement parse_statement(std::string_view line);

// The name that a line assigns, whatever else is wrong with it; empty where it assigns none.
std::string_view assigned_name(std::string_view line);

}  // namespace tcalc::script
