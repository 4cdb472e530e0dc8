// Operations and options by the names that the command line has for them.
#pragma once

#include <string_view>
#include <vector>

#include <tcalc/core/hint.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::api {

// Throws Error{usage} for a name that is none.
const Operation& operation_named(std::string_view name);

// Throws Error{usage} for an option that the operation has not, and for one of another kind.
Arguments arguments_of(const Operation& operation, const std::vector<CallArgument>& options);

}  // namespace tcalc::api
