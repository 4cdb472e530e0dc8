// One extent of a shape: a known size, a name that stands for every size, or unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tcalc {

class Dim {
 public:
  Dim() = default;  // unknown
  Dim(std::int64_t size)
      : kind_(Kind::known), size_(size) {}  // size >= 0; implicit on purpose: {2, 3} is a shape
  static Dim named(std::string name);
  static Dim unknown() { return {}; }

  bool is_known() const { return kind_ == Kind::known; }
  bool is_named() const { return kind_ == Kind::named; }
  bool is_unknown() const { return kind_ == Kind::unknown; }
  bool is(std::int64_t size) const { return is_known() && size_ == size; }

  std::int64_t size() const { return size_; }        // only of a known dim
  const std::string& name() const { return name_; }  // only of a named dim
  std::string text() const;                          // "3", "B" or "?"

  friend bool operator==(const Dim&, const Dim&) = default;

 private:
  enum class Kind : std::uint8_t { unknown, known, named };
  Kind kind_ = Kind::unknown;
  std::int64_t size_ = 0;
  std::string name_;
};

// The dim that two dims agree on where equality is needed; nothing when they may differ. Unknown agrees with
// anything.
std::optional<Dim> equal(const Dim& x, const Dim& y);

// The dim that two dims broadcast to (numpy.broadcast_shapes); nothing when they may not. 1 broadcasts with
// anything; unknown with n > 1 or a name gives that, with 1 stays unknown.
std::optional<Dim> broadcast(const Dim& x, const Dim& y);

// The number of elements along all of dims: 1 for none, 0 when one of them is. A name times anything but 1 is
// unknown, and so is a product that does not fit int64.
Dim product(const std::vector<Dim>& dims);

}  // namespace tcalc
