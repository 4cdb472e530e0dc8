// The pickles that torch.save writes, as facts: nothing in them is looked up, imported or called. Pure: no
// I/O. The opcodes are those of protocol 2 that Python's pickler writes (Lib/pickletools.py); classes and
// functions are names, and what they would be called with is kept beside them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tcalc::pytorch {

inline constexpr std::size_t longest_pickle = std::size_t{1} << 25;  // bytes
inline constexpr std::size_t most_values = std::size_t{1} << 21;     // of a pickle: each costs memory

enum class ValueKind : std::uint8_t {
  none,
  boolean,
  integer,
  other_number,  // a float, or an integer that does not fit
  text,
  global,      // a class or a function: text is "torch._utils _rebuild_tensor_v2"
  tuple,       // items
  list,        // items
  dict,        // items: key, value, key, value
  object,      // what a call would give: items are those that were added to it, as to a dict
  persistent,  // what is kept elsewhere: a storage
  mark,        // none that remains
};

using ValueId = std::uint32_t;
inline constexpr ValueId no_value = UINT32_MAX;

struct Value {
  ValueKind kind = ValueKind::none;
  std::int64_t integer = 0;
  std::string text = {};
  std::vector<ValueId> items = {};
  ValueId callee = no_value;     // of an object: the global
  ValueId arguments = no_value;  // of an object and of what is persistent: mostly a tuple
  ValueId state = no_value;      // that an object was given after it was made
};

struct Pickle {
  std::vector<Value> values;
  ValueId root = no_value;
  std::size_t bytes = 0;  // up to the end of it, where another may follow

  const Value& operator[](ValueId id) const { return values[id]; }
};

// Reads the pickle that the bytes begin with. What it allocates is bounded by most_values. Throws
// Error{input} beginning with `name` for an opcode that PyTorch does not write, for one that finds nothing to
// work on, and for what is cut short.
Pickle parse_pickle(std::span<const std::byte> bytes, std::string_view name);

}  // namespace tcalc::pytorch
