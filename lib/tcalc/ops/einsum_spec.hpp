// The subscripts of einsum: "ij,jk->ik".
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tcalc {

// The letters of one operand or of the output, spaces left out.
struct EinsumTerm {
  std::string letters;
  std::optional<std::size_t> ellipsis = std::nullopt;  // how many letters stand before the "..."

  std::string text() const;  // "i...j"
};

struct EinsumSpec {
  std::vector<EinsumTerm> operands;
  std::optional<EinsumTerm> output;  // nothing: implicit
};

// Throws Error{usage}, with a caret below the place, for what no shapes could make right: a character that is
// no letter, a "." that is not part of "...", a second "..." or "->", an output letter that no operand has or
// that stands there twice.
EinsumSpec parse_einsum(const std::string& typed);

}  // namespace tcalc
