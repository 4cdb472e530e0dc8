// What the words after a verb of a program have to be.
#pragma once

#include <cstddef>
#include <string>

#include <tcalc/script/statement.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::app {

// Throws LineError{usage} unless there are from `fewest` to `most` words after the verb; `form` is the hint.
void require_words(const script::Statement& statement, std::size_t fewest, std::size_t most,
                   const std::string& form);

// Throws LineError{usage} for what is no shape.
Shape shape_of(const script::Word& word);

}  // namespace tcalc::app
