// What a symbolic dim points to; known to shape/ alone.
#pragma once

#include <memory>

#include <tcalc/shape/dim.hpp>
#include <tcalc/shape/rule_groups.hpp>

namespace tcalc {

struct DimExpression {
  symbolic::Polynomial value;
  std::shared_ptr<const symbolic::RuleGroups> rules = nullptr;  // null where there are no facts
};

// Of a dim that is not unknown.
symbolic::Polynomial polynomial_of(const Dim& dim);

}  // namespace tcalc
