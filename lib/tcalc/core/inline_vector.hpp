// A vector whose first elements lie within it: most arrays have few axes, and a list of them should take no
// memory of its own. Longer ones go to the heap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tcalc {

// The members are those of std::vector, and the two convert into one another. Iterators and references hold
// until the size changes. Moving a T does not throw.
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

  InlineVector() noexcept {}
  explicit InlineVector(std::size_t size, const T& value = T()) { resize(size, value); }
  InlineVector(std::initializer_list<T> elements) { append(elements.begin(), elements.end()); }
  template <std::input_iterator Iterator>
  InlineVector(Iterator first, Iterator last) {
    append(first, last);
  }
  InlineVector(const std::vector<T>& elements) { append(elements.begin(), elements.end()); }
  operator std::vector<T>() const { return {begin(), end()}; }

  InlineVector(const InlineVector& other) { append(other.begin(), other.end()); }
  InlineVector(InlineVector&& other) noexcept { take(other); }
  InlineVector& operator=(const InlineVector& other) {
    if (this != &other) assign(other.begin(), other.end());
    return *this;
  }
  InlineVector& operator=(InlineVector&& other) noexcept {
    if (this == &other) return *this;
    release();
    take(other);
    return *this;
  }
  InlineVector& operator=(std::initializer_list<T> elements) {
    assign(elements.begin(), elements.end());
    return *this;
  }
  ~InlineVector() { release(); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t capacity() const { return capacity_; }
  T* data() { return is_inline() ? few_ : many_; }
  const T* data() const { return is_inline() ? few_ : many_; }
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

  void clear() {
    std::destroy(begin(), end());
    size_ = 0;
  }
  void reserve(std::size_t size) {
    if (size > capacity_) move_to_heap(std::max(size, 2 * capacity_));
  }
  void resize(std::size_t size, const T& value = T()) {
    if (size <= size_) {
      std::destroy(begin() + size, end());
    } else {
      reserve(size);
      std::uninitialized_fill(end(), begin() + size, value);
    }
    size_ = size;
  }
  void push_back(T element) {
    reserve(size_ + 1);
    std::construct_at(end(), std::move(element));
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
    clear();
    resize(size, own);
  }
  template <std::input_iterator Iterator>
  void assign(Iterator first, Iterator last) {
    clear();
    append(first, last);
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
    append(first, last);
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
    std::destroy(end() - gone, end());
    size_ -= static_cast<std::size_t>(gone);
    return begin() + place;
  }

  friend bool operator==(const InlineVector& x, const InlineVector& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end());
  }

 private:
  bool is_inline() const { return many_ == nullptr; }

  std::size_t checked(std::size_t place) const {
    if (place >= size_) throw std::out_of_range("InlineVector::at");
    return place;
  }
  template <class Iterator>
  void append(Iterator first, Iterator last) {
    if constexpr (std::forward_iterator<Iterator>) {
      reserve(size_ + static_cast<std::size_t>(std::distance(first, last)));
      for (T* to = end(); first != last; ++first, ++size_) std::construct_at(to++, static_cast<T>(*first));
    } else {
      for (; first != last; ++first) push_back(static_cast<T>(*first));
    }
  }
  void move_to_heap(std::size_t capacity) {
    T* const memory = std::allocator<T>().allocate(capacity);
    std::uninitialized_move(begin(), end(), memory);
    std::destroy(begin(), end());
    if (!is_inline()) std::allocator<T>().deallocate(many_, capacity_);
    many_ = memory;
    capacity_ = capacity;
  }
  // Leaves it without elements, and without memory to be freed.
  void release() {
    clear();
    if (!is_inline()) std::allocator<T>().deallocate(many_, capacity_);
    many_ = nullptr;
    capacity_ = few;
  }
  // Of one that was released.
  void take(InlineVector& other) noexcept {
    if (other.is_inline()) {
      std::uninitialized_move(other.begin(), other.end(), few_);
      size_ = other.size_;
      other.clear();
    } else {
      many_ = std::exchange(other.many_, nullptr);
      size_ = std::exchange(other.size_, 0);
      capacity_ = std::exchange(other.capacity_, few);
    }
  }

  std::size_t size_ = 0, capacity_ = few;
  T* many_ = nullptr;  // all of them, once there are more than a few
  union {
    T few_[few];  // all of them before; a union, so that those that are not there are not made
  };
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
