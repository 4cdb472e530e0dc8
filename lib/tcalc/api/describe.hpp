// xtensor expressions as the library sees them. Shape and strides are not copied, but where they are other
// integers than the library's own.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <tuple>
#include <type_traits>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/core/extents.hpp>
#include <tcalc/xarray.hpp>

namespace tcalc::api {

inline constexpr int dynamic_rank = -1;

// The rank of an expression that has it in its type; else dynamic_rank.
template <class E>
constexpr int rank_of() {
  using Shape = std::decay_t<typename E::shape_type>;
  if constexpr (requires { std::tuple_size<Shape>::value; })
    return static_cast<int>(std::tuple_size<Shape>::value);
  else
    return dynamic_rank;
}

// Whether the elements of an expression are in memory; else it is evaluated first.
template <class E>
inline constexpr bool is_in_memory = xt::has_data_interface<E>::value&& xt::has_strides<E>::value;

// A new array: its rank is in its type where it is known.
template <class T, int rank>
using ArrayOf = std::conditional_t<rank == dynamic_rank, xt::xarray<T>,
                                   xt::xtensor<T, static_cast<std::size_t>(rank < 0 ? 0 : rank)>>;

// A shape or strides as the library's integers.
template <class List>
class Integers {
 public:
  static constexpr bool is_as_it_is = std::contiguous_iterator<typename List::const_iterator> &&
                                      sizeof(typename List::value_type) == sizeof(std::int64_t);

  const std::int64_t* of(const List& list) {
    if constexpr (is_as_it_is) {
      return reinterpret_cast<const std::int64_t*>(std::to_address(list.begin()));
    } else {
      copy_.assign(list.begin(), list.end());
      return copy_.data();
    }
  }

 private:
  struct Nothing {};
  [[no_unique_address]] std::conditional_t<is_as_it_is, Nothing, Extents> copy_;
};

// What is in memory at a container or a view.
template <class E>
class Memory {
 public:
  template <class Ref, class Of>
  Ref ref(Of& expression) {
    Ref ref;
    ref.data = expression.data() + expression.data_offset();
    ref.rank = expression.dimension();
    ref.extents = extents_.of(expression.shape());
    ref.strides = strides_.of(expression.strides());
    return ref;
  }

 private:
  Integers<std::decay_t<decltype(std::declval<const E&>().shape())>> extents_;
  Integers<std::decay_t<decltype(std::declval<const E&>().strides())>> strides_;
};

// An operand, evaluated if need be. It is to live as long as what ref() gives.
template <class E>
class Described {
 public:
  using Element = std::remove_cv_t<typename E::value_type>;
  using Held = std::conditional_t<is_in_memory<E>, const E&, const ArrayOf<Element, rank_of<E>()>>;

  explicit Described(const E& expression) : held_(expression) {}

  ArrayRef ref() {
    auto ref = memory_.template ref<ArrayRef>(held_);
    ref.dtype = dtype_of<Element>();
    return ref;
  }

 private:
  Held held_;
  Memory<std::remove_cvref_t<Held>> memory_;
};

template <class C>
inline constexpr bool is_resizable = false;
template <class Storage, xt::layout_type layout, class Shape, class Tag>
inline constexpr bool is_resizable<xt::xarray_container<Storage, layout, Shape, Tag>> = true;
template <class Storage, std::size_t rank, xt::layout_type layout, class Tag>
inline constexpr bool is_resizable<xt::xtensor_container<Storage, rank, layout, Tag>> = true;

// A container or a view with memory that a result is written to.
template <class C>
class Target {
 public:
  explicit Target(C& array) : array_(array) {}

  // For an array that nobody has seen yet.
  Destination made() { return {dtype_of<typename C::value_type>(), this, nullptr, resize, false}; }
  Destination there(bool accumulates) {
    return {dtype_of<typename C::value_type>(), this, current, resize, accumulates};
  }

 private:
  TargetRef ref() { return memory_.template ref<TargetRef>(array_); }

  static TargetRef current(void* target) { return static_cast<Target*>(target)->ref(); }

  static TargetRef resize(void* target, const std::int64_t* extents, std::size_t rank) {
    auto& self = *static_cast<Target*>(target);
    if constexpr (is_resizable<C>) {
      typename C::shape_type shape = self.array_.shape();
      if constexpr (requires { shape.resize(rank); }) shape.resize(rank);
      if (shape.size() == rank) {
        std::copy(extents, extents + rank, shape.begin());
        self.array_.resize(shape);
      }
    }
    return self.ref();
  }

  C& array_;
  Memory<C> memory_;
};

}  // namespace tcalc::api
