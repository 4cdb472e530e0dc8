// Values that a graph takes from outside: from a file, a stream, a fill or memory.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

class Values {
 public:
  virtual ~Values() = default;

  // Dtype, byte order, extents, strides and alignment, known before there is any data: what a plan needs.
  virtual TensorView layout() const = 0;
  // Bytes of memory that load() will allocate; 0 once it has.
  virtual std::int64_t buffer_bytes() const = 0;
  // Reads or makes the values, in the layout that was promised. A second time does nothing. Throws Error.
  virtual void load() = 0;
  // They, once loaded.
  virtual const TensorView& values() const = 0;
  // Throws Error{input} when the file they are in is no longer what it was when it was opened.
  virtual void check_unchanged() const {}
};

// Values that are in memory: computed, or given as they are.
class ArrayValues final : public Values {
 public:
  explicit ArrayValues(Array array) : array_(std::move(array)) {}

  TensorView layout() const override { return array_.view; }
  std::int64_t buffer_bytes() const override { return 0; }
  void load() override {}
  const TensorView& values() const override { return array_.view; }

 private:
  Array array_;
};

// A view of others.
class ViewValues final : public Values {
 public:
  ViewValues(TensorView view, std::shared_ptr<const Values> base)
      : view_(std::move(view)), base_(std::move(base)) {}

  TensorView layout() const override { return view_; }
  std::int64_t buffer_bytes() const override { return 0; }
  void load() override {}
  const TensorView& values() const override { return view_; }
  void check_unchanged() const override { base_->check_unchanged(); }

 private:
  TensorView view_;
  std::shared_ptr<const Values> base_;
};

}  // namespace tcalc
