// The operations there are. Sub-commands, help, hints and the shape sweep follow from this list.
#pragma once

#include <span>
#include <string_view>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

std::span<const Operation* const> operations();

// By name or alias; null when there is none.
const Operation* find_operation(std::string_view name);

}  // namespace tcalc
