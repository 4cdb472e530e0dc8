// x[...]: NumPy's basic indexing on dims that may be expressions.
#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/indexing.hpp>
#include <tcalc/expression/operators.hpp>

namespace tcalc::expression {

namespace {

bool is_nonnegative(const Dim& dim) { return is_at_least(dim, Dim(0)) == Verdict::proved; }

// What an item leaves of an axis.
struct Part {
  Dim start, length, step;
};

// A bound cut to an axis, as Python's slices do it; unknown where that depends on names in a way that no dim
// expresses.
Dim cut_bound(const Dim& bound, const Dim& length, bool backwards) {
  const Dim lowest = backwards ? Dim(-1) : Dim(0);
  const Dim highest = backwards ? length - Dim(1) : length;
  if (is_nonnegative(bound)) return minimum(bound, highest);
  if (is_at_least(Dim(-1), bound) == Verdict::proved) return maximum(bound + length, lowest);
  return Dim::unknown();
}

Part part_of(const RangeValue& range, const Dim& length, Span span) {
  const Dim step = range.step.value_or(1);
  if (!step.is_known())
    throw LocatedError({ErrorKind::usage, "the step of a range is a known integer"}, {span});
  if (step.is(0)) throw LocatedError({ErrorKind::usage, "the step of a range cannot be 0"}, {span});
  const bool backwards = step.size() < 0;
  const Dim start = range.start ? cut_bound(*range.start, length, backwards)
                    : backwards ? length - Dim(1)
                                : Dim(0);
  const Dim stop = range.stop ? cut_bound(*range.stop, length, backwards) : backwards ? Dim(-1) : length;
  const Dim distance = backwards ? start - stop : stop - start;
  const Dim size = backwards ? -step : step;
  const Dim count = maximum(floor_divided(distance + size - Dim(1), size), Dim(0));
  return {start, count, step};
}

Dim index_of(const Dim& index, const Dim& length, int axis, const Shape& shape, Span span) {
  const bool negative = is_at_least(Dim(-1), index) == Verdict::proved;
  const Verdict inside = negative ? is_at_least(length + index, Dim(0)) : is_at_least(length, index + Dim(1));
  if (inside == Verdict::proved || length.is_unknown()) return negative ? length + index : index;
  if (inside == Verdict::open)
    throw LocatedError(
        {ErrorKind::mismatch,
         formatted("index {} is in axis {} of shape {} only if {} > {}", index.text(), axis, shape.text(),
                   length.text(), negative ? (-index - Dim(1)).text() : index.text()),
         OptionHint{"", "require",
                    length.text() + " > " + (negative ? (-index - Dim(1)).text() : index.text()),
                    " takes that for a fact"}},
        {span});
  const std::string size = length.text();
  std::string hint;
  if (length.is_known() && length.size() > 0)
    hint = formatted("indices go from 0 to {}, or from -{} to -1", length.size() - 1, size);
  throw LocatedError({ErrorKind::mismatch,
                      formatted("index {} is out of range for axis {} of size {}, of shape {}", index.text(),
                                axis, size, shape.text()),
                      hint},
                     {span});
}

Value of_sequence(const Sequence& sequence, const std::vector<Value>& items) {
  const auto length = static_cast<std::int64_t>(sequence.items.size());
  if (items.size() != 1) throw LocatedError({ErrorKind::usage, "a tuple has one index"}, {items[1].span});
  if (const auto* index = items[0].get<Dim>(); index != nullptr && index->is_known()) {
    if (index->size() >= length || index->size() < -length)
      throw LocatedError(
          {ErrorKind::mismatch, formatted("index {} is out of range: there are {}", index->text(), length)},
          {items[0].span});
    return sequence
        .items[static_cast<std::size_t>(index->size() < 0 ? index->size() + length : index->size())];
  }
  const auto* range = items[0].get<RangeValue>();
  if (range == nullptr)
    throw LocatedError({ErrorKind::usage, "a tuple's index is an integer or a range"}, {items[0].span});
  const Part part = part_of(*range, Dim(length), items[0].span);
  Sequence cut;
  cut.is_list = sequence.is_list;
  for (std::int64_t i = 0; i < part.length.size(); ++i)
    cut.items.push_back(sequence.items[static_cast<std::size_t>(part.start.size() + i * part.step.size())]);
  return {cut};
}

}  // namespace

NodeId selected(Builder& builder, NodeId node, const std::vector<Value>& items) {
  const Shape shape = builder.shape(node);
  const auto takes_axis = [](const Value& item) {
    return item.is<Dim>() || item.is<bool>() || item.is<RangeValue>();
  };
  const auto named = std::ranges::count_if(items, takes_axis);
  if (named > shape.rank()) {
    for (std::size_t i = 0, taken = 0; i < items.size(); ++i) {
      taken += takes_axis(items[i]) ? 1 : 0;
      if (static_cast<int>(taken) > shape.rank())
        throw LocatedError({ErrorKind::mismatch,
                            formatted("more indices than axes: shape {} has {}", shape.text(), shape.rank())},
                           {items[i].span});
    }
  }
  Walk walk;
  Dims dims;
  int axis = 0;
  bool has_ellipsis = false;
  const auto keep = [&](int count) {
    for (; count > 0; --count, ++axis) {
      walk.starts.emplace_back(0);
      walk.axes.push_back({{axis, 1}});
      dims.push_back(shape[axis]);
    }
  };
  for (const Value& item : items) {
    if (item.is<EllipsisValue>()) {
      if (has_ellipsis) throw LocatedError({ErrorKind::usage, "'...' can stand only once"}, {item.span});
      has_ellipsis = true;
      keep(shape.rank() - static_cast<int>(named));
    } else if (item.is<None>()) {
      walk.axes.emplace_back();
      dims.emplace_back(1);
    } else if (const auto* range = item.get<RangeValue>()) {
      const Part part = part_of(*range, shape[axis], item.span);
      walk.starts.push_back(part.start);
      walk.axes.push_back({{axis, part.step.size()}});
      dims.push_back(part.length);
      ++axis;
    } else if (const auto* index = item.get<Dim>()) {
      walk.starts.push_back(index_of(*index, shape[axis], axis, shape, item.span));
      ++axis;
    } else {
      throw LocatedError(
          {ErrorKind::usage, "an index is an integer, a range, ..., None or an array, not " + kind_of(item)},
          {item.span});
    }
  }
  if (!has_ellipsis) keep(shape.rank() - axis);
  return builder.view("index", node, Shape(std::move(dims)), std::move(walk));
}

Value indexed(Builder& builder, const Value& operand, const std::vector<Value>& items) {
  const auto* sequence = operand.get<Sequence>();
  if (sequence != nullptr && !sequence->is_list) return of_sequence(*sequence, items);
  // x[(0, 1)] is x[0, 1]; beside other items a tuple is an array, as a list is.
  const auto* tuple = items.size() == 1 ? items[0].get<Sequence>() : nullptr;
  const std::vector<Value>& each = tuple != nullptr && !tuple->is_list ? tuple->items : items;
  const NodeId node = builder.array(operand);
  if (std::ranges::any_of(each, is_index_array)) return {ArrayValue{selected_by_arrays(builder, node, each)}};
  return {ArrayValue{selected(builder, node, each)}};
}

}  // namespace tcalc::expression
