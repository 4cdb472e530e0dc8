// What a symbolic dim points to; known to shape/ alone.
#pragma once

#include <memory>

#include <tcalc/shape/dim.hpp>
#include <tcalc/shape/rules.hpp>

namespace tcalc {

struct DimExpression {
  symbolic::Polynomial value;
  std::shared_ptr<const symbolic::Rules> rules = nullptr;  // null where there are no facts
};

// Of a dim that is not unknown.
symbolic::Polynomial polynomial_of(const Dim& dim);

// The facts that a dim is under; none of a known one.
const symbolic::Rules& rules_of(const Dim& dim);

}  // namespace tcalc
