// What is found in a file that holds many arrays: as much as a reader can take in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/lint.hpp>

namespace tcalc::npy {

class FindingList {
 public:
  void defect(std::string_view id, std::string fact) { add(id, Severity::defect, std::move(fact)); }
  void note(std::string_view id, std::string fact) { add(id, Severity::note, std::move(fact)); }

  // The first of them, and how many more there are.
  std::vector<Finding> take();

 private:
  void add(std::string_view id, Severity severity, std::string fact);

  std::vector<Finding> findings_;
  std::size_t left_out_ = 0;
};

// The sizes that a header has, which may be none that an array can have: "(2, 3)".
std::string sizes_text(const Extents& extents);

// Throws Error{input} "<name>: <fact>" with the first defect, if there is one.
void require_sound(const std::vector<Finding>& findings, const std::string& name);

}  // namespace tcalc::npy
