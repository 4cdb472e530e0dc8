// Operands that say something else than may have been meant.
#pragma once

#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>
#include <span>

#include <tcalc/ops/operand.hpp>

namespace tcalc::app {

// One note an operand: a number alone that is a shape beside values, and a list of sizes in brackets that is
// an array where the operation is legal on the shape. `operands` are the request's, opened.
void note_misreadings(const Request& request, std::span<const Operand> operands, const Reporter& reporter);

// Throws Error{usage} for `einsum ij,jk -> ik A B`, of which the shell leaves `ij,jk - A B`: before anything
// is read.
void refuse_unquoted_arrow(const Request& request);

}  // namespace tcalc::app
