// What eval and infer share: the error of a text, and the array that it gives.
#pragma once

#include <string>

#include <tcalc/core/located.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/language/tree.hpp>

namespace tcalc::api {

// Throws Error{usage} where the value is no array.
NodeId array_node(const expression::Bound& bound);

// The error with the text that it is about.
Error in_text(const LocatedError& error, const std::string& text);

template <class Work>
auto located_in(const std::string& text, const Work& work) {
  try {
    return work();
  } catch (const LocatedError& error) {
    throw in_text(error, text);
  }
}

}  // namespace tcalc::api
