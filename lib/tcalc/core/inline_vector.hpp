// A vector whose first elements lie within it: most arrays have few axes, and a list of them should take no
// memory of its own. Longer ones go to the heap.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tcalc {

// The members are those of std::vector, and the two convert into one another. Iterators and references hold
// until the size changes.
template <class T, std::size_t few>
class InlineVector {
 public:
  using value_type = T;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using const_reference = const T&;
  using iterator = T*;
  using const_iterator = const T*;

  InlineVector() = default;
  explicit InlineVector(std::size_t size, const T& value = T()) { assign(size, value); }
  InlineVector(std::initializer_list<T> elements) { assign(elements.begin(), elements.end()); }
  template <std::input_iterator Iterator>
  InlineVector(Iterator first, Iterator last) {
    assign(first, last);
  }
  InlineVector(const std::vector<T>& elements) { assign(elements.begin(), elements.end()); }
  operator std::vector<T>() const { return {begin(), end()}; }

  InlineVector(const InlineVector& other) : size_(other.size_) {
    if (is_inline())
      std::copy(other.begin(), other.end(), few_.begin());
    else
      many_ = other.many_;
  }
  InlineVector(InlineVector&& other) noexcept { take(other); }
  InlineVector& operator=(const InlineVector& other) {
    if (this != &other) assign(other.begin(), other.end());
    return *this;
  }
  InlineVector& operator=(InlineVector&& other) noexcept {
    if (this != &other) take(other);
    return *this;
  }
  InlineVector& operator=(std::initializer_list<T> elements) {
    assign(elements.begin(), elements.end());
    return *this;
  }
  ~InlineVector() = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t capacity() const { return is_inline() ? few : many_.capacity(); }
  T* data() { return is_inline() ? few_.data() : many_.data(); }
  const T* data() const { return is_inline() ? few_.data() : many_.data(); }
  T* begin() { return data(); }
  const T* begin() const { return data(); }
  T* end() { return data() + size_; }
  const T* end() const { return data() + size_; }
  auto rbegin() { return std::reverse_iterator(end()); }
  auto rbegin() const { return std::reverse_iterator(end()); }
  auto rend() { return std::reverse_iterator(begin()); }
  auto rend() const { return std::reverse_iterator(begin()); }
  const T* cbegin() const { return begin(); }
  const T* cend() const { return end(); }

  T& operator[](std::size_t place) { return data()[place]; }
  const T& operator[](std::size_t place) const { return data()[place]; }
  // Throw std::out_of_range.
  T& at(std::size_t place) { return data()[checked(place)]; }
  const T& at(std::size_t place) const { return data()[checked(place)]; }
  T& front() { return *data(); }
  const T& front() const { return *data(); }
  T& back() { return data()[size_ - 1]; }
  const T& back() const { return data()[size_ - 1]; }

  void clear() { resize(0); }
  void reserve(std::size_t size) {
    if (size > few) many_.reserve(size);
  }
  void resize(std::size_t size, const T& value = T()) {
    const std::size_t old = size_;
    if (size > few) {
      if (is_inline()) move_out();
      many_.resize(size, value);
    } else {
      if (!is_inline()) move_in(std::min(size, old));
      for (std::size_t place = old; place < size; ++place) few_[place] = value;
      // What was there goes now, as from any vector.
      for (std::size_t place = size; place < std::min(old, few); ++place) few_[place] = T();
    }
    size_ = size;
  }
  void push_back(T element) {
    if (size_ < few) {
      few_[size_++] = std::move(element);
      return;
    }
    if (is_inline()) move_out();
    many_.push_back(std::move(element));
    ++size_;
  }
  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    push_back(T(std::forward<Arguments>(arguments)...));
    return back();
  }
  void pop_back() { resize(size_ - 1); }

  void assign(std::size_t size, const T& value) {
    const T own = value;  // it may be one of ours
    resize(size);
    std::fill(begin(), end(), own);
  }
  template <std::input_iterator Iterator>
  void assign(Iterator first, Iterator last) {
    clear();
    for (; first != last; ++first) push_back(static_cast<T>(*first));
  }
  void assign(std::initializer_list<T> elements) { assign(elements.begin(), elements.end()); }

  // All return where the first element that was inserted, or the one after those erased, is now.
  T* insert(const T* at, T element) {
    const std::ptrdiff_t place = at - begin();
    push_back(std::move(element));
    std::rotate(begin() + place, end() - 1, end());
    return begin() + place;
  }
  T* insert(const T* at, std::size_t count, const T& value) {
    const std::vector<T> elements(count, value);
    return insert(at, elements.begin(), elements.end());
  }
  template <std::input_iterator Iterator>
  T* insert(const T* at, Iterator first, Iterator last) {
    const std::ptrdiff_t place = at - begin();
    const std::size_t old = size_;
    for (; first != last; ++first) push_back(static_cast<T>(*first));
    std::rotate(begin() + place, begin() + old, end());
    return begin() + place;
  }
  T* insert(const T* at, std::initializer_list<T> elements) {
    return insert(at, elements.begin(), elements.end());
  }
  T* erase(const T* at) { return erase(at, at + 1); }
  T* erase(const T* first, const T* last) {
    const std::ptrdiff_t place = first - begin(), gone = last - first;
    std::move(begin() + place + gone, end(), begin() + place);
    resize(size_ - static_cast<std::size_t>(gone));
    return begin() + place;
  }

  friend bool operator==(const InlineVector& x, const InlineVector& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end());
  }

 private:
  bool is_inline() const { return size_ <= few; }

  std::size_t checked(std::size_t place) const {
    if (place >= size_) throw std::out_of_range("InlineVector::at");
    return place;
  }
  void move_out() {
    many_.reserve(few + 1);
    many_.assign(std::make_move_iterator(few_.begin()),
                 std::make_move_iterator(few_.begin() + static_cast<std::ptrdiff_t>(size_)));
  }
  void move_in(std::size_t size) {
    std::move(many_.begin(), many_.begin() + static_cast<std::ptrdiff_t>(size), few_.begin());
    many_.clear();
  }
  void take(InlineVector& other) noexcept {
    if (other.is_inline())
      std::move(other.few_.begin(), other.few_.begin() + static_cast<std::ptrdiff_t>(other.size_),
                few_.begin());
    many_ = std::move(other.many_);
    size_ = std::exchange(other.size_, 0);
    other.many_.clear();
  }

  std::size_t size_ = 0;
  std::array<T, few> few_;  // all of them, while they fit
  std::vector<T> many_;     // all of them, once there are more
};

// Erases what is equal to value, as std::erase does from a vector.
template <class T, std::size_t few, class Value>
std::size_t erase(InlineVector<T, few>& vector, const Value& value) {
  const T* const first = std::remove(vector.begin(), vector.end(), value);
  const auto gone = static_cast<std::size_t>(vector.end() - first);
  vector.erase(first, vector.end());
  return gone;
}

}  // namespace tcalc
