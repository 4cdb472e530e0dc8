// What can be proved of polynomials, in bounded time. Sound, and complete for what shapes are made of: an
// open question may have an answer, but an answer given holds at all sizes that the rules allow.
#pragma once

#include <string>

#include <tcalc/shape/rules.hpp>
#include <tcalc/shape/verdict.hpp>

namespace tcalc::symbolic {

// x == y
Verdict equality(const Polynomial& x, const Polynomial& y, const Rules& rules);
// x >= y
Verdict order(const Polynomial& x, const Polynomial& y, const Rules& rules);

bool is_nonnegative(const Polynomial& x, const Rules& rules);
inline bool is_positive(const Polynomial& x, const Rules& rules) { return is_nonnegative(x - 1, rules); }

// The least that would settle x == y: "T == 64", "D%H == 0".
std::string settling_fact(const Polynomial& x, const Polynomial& y, const Rules& rules);

}  // namespace tcalc::symbolic
