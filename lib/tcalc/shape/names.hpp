// The names in dims: "B" and "D" of (B, D//2).
#pragma once

#include <set>
#include <string>

#include <tcalc/shape/shape.hpp>

namespace tcalc {

namespace symbolic {
class Polynomial;
}

std::set<std::string> names_in(const Dim& dim);
std::set<std::string> names_in(const Shape& shape);
std::set<std::string> names_in(const symbolic::Polynomial& polynomial);

}  // namespace tcalc
