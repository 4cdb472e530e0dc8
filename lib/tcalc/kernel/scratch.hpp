// A thread's work memory: grows to what a plan needs, is kept from piece to piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace tcalc {

class Buffer {
 public:
  // `count` uninitialised elements on a cache line's boundary; what was there before is lost. Throws
  // std::bad_alloc.
  template <class T>
  T* get(std::int64_t count) {
    const std::size_t bytes = (static_cast<std::size_t>(count) * sizeof(T) + line - 1) / line * line;
    if (bytes > size_) {
      memory_.reset(static_cast<std::byte*>(std::aligned_alloc(line, bytes)));
      if (!memory_) throw std::bad_alloc();
      size_ = bytes;
    }
    return reinterpret_cast<T*>(memory_.get());
  }

 private:
  static constexpr std::size_t line = 64;
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  std::size_t size_ = 0;
};

struct Scratch {
  Buffer left, right, sums, totals;
  Buffer slabs;  // of intermediate results
};

}  // namespace tcalc
