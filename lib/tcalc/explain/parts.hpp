// What a product costs that several processes compute in parts.
#pragma once

#include <vector>

#include <tcalc/explain/costs_text.hpp>
#include <tcalc/explain/explanation.hpp>

namespace tcalc {

PartsCosts explain_parts(const Costs& costs, const PartsSetting& setting);

// How the result is cut, what a part costs and what all do, in words.
std::vector<Entry> parts_entries(const PartsCosts& parts, const Costs& costs);

}  // namespace tcalc
