// What x[items] selects.
#pragma once

#include <vector>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/value.hpp>

namespace tcalc::expression {

// Whether an item is an array of integers or bools, a list included.
bool is_index_array(const Value& item);

// The view that integers, ranges, ... and None make. Throws LocatedError{usage, mismatch}.
NodeId selected(Builder& builder, NodeId node, const std::vector<Value>& items);

// numpy's advanced indexing: arrays of integers, which are broadcast with each other, and masks among those
// items. Their axes stand where the first of them is, or first of all where a range, ... or None is between
// them. Throws LocatedError{usage, mismatch}.
NodeId selected_by_arrays(Builder& builder, NodeId node, const std::vector<Value>& items);

}  // namespace tcalc::expression
