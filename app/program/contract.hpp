// What a program expects of the tensors of a checkpoint. Names of dims that have no size yet are given that
// of the first tensor; all else is compared.
#pragma once

#include <app/program/sizes.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::app {

class Contract {
 public:
  explicit Contract(Sizes& sizes) : sizes_(sizes) {}

  // Compares a tensor, whose dims are known, with what a line expects: dims as they are written there. A dim
  // with one name that has no size gives it one, 3*D of 2304 that of D; one with several is required from
  // there on.
  void check(const Operand& tensor, const Shape& expected, std::optional<Dtype> dtype,
             const std::string& place);

  // Throws Error{mismatch} "expect: size mismatch for m.safetensors:w: (32101, 768), not (32128, 768)" with
  // all that was found since it was called last.
  void raise_if_any();

  // "V = 32101, not 32128, explains both sizes that differ": the sizes of names with which what was compared
  // so far would agree; empty where there are none.
  std::string explanation() const;

 private:
  // An axis that was compared.
  struct Compared {
    Dim written;
    std::int64_t size;
    bool agrees;
  };

  std::optional<std::int64_t> size_of(const std::string& name) const;
  // Whether the axis is as it is written, or may be.
  bool agrees(const Dim& written, std::int64_t size, const std::string& origin);
  void note_origins(const std::set<std::string>& names);
  void add_detail(std::string detail);
  // The one size of a name that all axes agree on which no other name is in; nothing where there is none, and
  // for one that no such axis is about.
  std::optional<std::int64_t> agreed_size(const std::string& name) const;

  Sizes& sizes_;
  std::vector<Compared> compared_;
  ByName<std::string> origins_;  // of sizes that a tensor gave: "m.safetensors:w, line 3"
  std::vector<std::string> facts_, details_;
};

}  // namespace tcalc::app
