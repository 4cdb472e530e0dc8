// A part of an array, as NumPy's basic indexing selects it: a[0, :, -1, 2:9:3, ..., None].
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

enum class SliceItemKind : std::uint8_t { index, range, ellipsis, new_axis };

struct SliceItem {
  SliceItemKind kind = SliceItemKind::index;
  std::optional<std::int64_t> start, stop, step;  // start is the index of an index
  std::size_t position = 0, length = 0;           // in the text, for messages
  friend bool operator==(const SliceItem&, const SliceItem&) = default;
};

struct Slice {
  std::string text;     // as typed, brackets included where there were any
  std::string subject;  // what a message about it begins with: "a.npy[0,:,7]"
  std::vector<SliceItem> items;
  friend bool operator==(const Slice&, const Slice&) = default;
};

// The elements that a slice leaves: where the first one is, in elements from that with all indices 0, and
// how to go on from there.
struct Selection {
  std::int64_t offset = 0;
  Extents extents;
  Strides strides;
};

// Of an array with these extents and strides. An index drops its axis, a negative one counts from the end, a
// range is cut at the ends, None adds an axis of size 1, and "..." stands for the axes that are not named, at
// the end where it is left out. Throws Error{mismatch} with a caret for an index out of range and for more
// items than axes, Error{resource} for more than 64 axes.
Selection select(const Slice& slice, const Extents& extents, const Strides& strides);

// The elements that a slice leaves of a view; of a view without data its layout alone. Throws as select()
// does.
TensorView sliced(const TensorView& view, const Slice& slice);

}  // namespace tcalc
