// A set of a contraction's labels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tcalc {

class LabelSet {
 public:
  explicit LabelSet(std::size_t label_count = 0) : words_((label_count + word_bits - 1) / word_bits) {}

  void insert(int label) { words_[word_of(label)] |= bit_of(label); }
  bool contains(int label) const { return (words_[word_of(label)] & bit_of(label)) != 0; }
  bool intersects(const LabelSet& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }

  LabelSet& operator|=(const LabelSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  LabelSet& operator&=(const LabelSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  friend LabelSet operator|(LabelSet x, const LabelSet& y) { return x |= y; }
  friend LabelSet operator&(LabelSet x, const LabelSet& y) { return x &= y; }
  friend bool operator==(const LabelSet&, const LabelSet&) = default;

  // The product of the members' extents; what is beyond all bounds is `huge`, which can still be summed.
  double size(std::span<const double> extents) const {
    double product = 1;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        product *= extents[i * word_bits + static_cast<std::size_t>(__builtin_ctzll(word))];
        if (product > huge) product = huge;
      }
    }
    return product;
  }
  static constexpr double huge = 1e300;

 private:
  static constexpr std::size_t word_bits = 64;
  static std::size_t word_of(int label) { return static_cast<std::size_t>(label) / word_bits; }
  static std::uint64_t bit_of(int label) {
    return std::uint64_t{1} << (static_cast<std::size_t>(label) % word_bits);
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace tcalc
