// An operation with its operands and options, as a line of a program has them.
#pragma once

#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/script/words.hpp>

namespace tcalc::app {

struct Call {
  const Operation* operation = nullptr;
  script::Word verb;                   // its name as it was written
  std::vector<script::Word> operands;  // without the leading word of those that have one
  Arguments arguments;
};

// The operation of that name (or alias) and what follows it. Throws LineError{usage}: no such operation, an
// option that it does not take or that lacks its value, a wrong number of operands.
Call parse_call(const script::Word& verb, const std::vector<script::Word>& words);

// The words of the operands that an error is about; the operation's name where it is about none.
std::vector<script::Span> spans_of(const Error& error, const Call& call);

}  // namespace tcalc::app
