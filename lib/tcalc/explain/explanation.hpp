// All that can be said of a product before it is computed: how axes pair up, the plan, what it costs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tcalc/explain/element.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/plan/schedule.hpp>
#include <tcalc/plan/share.hpp>

namespace tcalc {

// The axes of an operand that have a label: one, or several on a diagonal.
struct OperandAxes {
  int operand;
  std::vector<int> axes;
};

// Where a label is: the axes of each operand and of the result that have it.
struct LabelUse {
  int label = 0;     // of the contraction
  std::string name;  // its letter
  Dim extent;
  Group group = Group::free;
  std::vector<OperandAxes> axes;
  std::vector<int> result_axes;
  std::vector<int> broadcast_in;  // operands that are repeated along it
};

// What is known when every size is.
struct Costs {
  Schedule schedule;
  bool dtype_assumed = false;  // the operands were shapes
  double naive_flops = 0;      // of one loop over all labels
  std::int64_t bytes_read = 0, bytes_written = 0;
  std::int64_t scratch_bytes = 0;  // of all threads and intermediates
  int threads = 1;
  double seconds = 0;  // expected; see kernel/estimate.hpp

  double flops_per_byte() const;
};

// Where a product is computed in parts by several processes.
struct PartsSetting {
  std::int64_t parts = 1;
  std::int64_t hosts = 1;            // that are like this machine; each computes one part at a time
  std::optional<double> disk_bytes;  // a second, of the file system that all share
};

// What is known of that. A host computes its parts one after the other, a part takes the time of its
// multiply-adds, and beside that the file system moves the bytes of all parts at its rate.
struct PartsCosts {
  PartsSetting setting;
  ShareGrid grid;
  Piece largest = {};  // of the result
  // Of one part at most, and of all.
  double bytes_read = 0, bytes_written = 0;
  double memory_bytes = 0;  // its share of the result, and scratch: operands are mapped
  double part_seconds = 0;
  double all_bytes_read = 0, all_bytes_written = 0;
  double compute_seconds = 0;  // as often as a host has a part to compute
  double disk_seconds = 0;     // 0 where nothing is known of the file system

  double seconds() const { return compute_seconds > disk_seconds ? compute_seconds : disk_seconds; }
};

struct Explanation {
  std::string operation;
  std::vector<Operand> operands;
  Shape result;
  Contraction contraction;
  bool flattens_operands = false;               // before they are contracted
  std::vector<std::vector<int>> result_labels;  // of each axis of the result: several where axes are merged
  std::vector<LabelUse> labels;                 // those that occur, in order of first use
  std::vector<std::size_t> places;              // of each label of the contraction among them
  std::vector<std::string> notes;
  std::optional<Costs> costs;
  std::optional<PartsCosts> parts;
  std::string no_plan;  // why there are no costs, though every size is known
  std::optional<ExplainedElement> element;

  // "abc,acd->abd"
  std::string einsum() const { return einsum_text(contraction); }
  std::size_t place_of(int label) const { return places[static_cast<std::size_t>(label)]; }
};

// How the axes pair up; without costs.
Explanation explain(const Operation& operation, std::span<const Operand> operands, const Outcome& outcome);

// "batch", "free, broadcast in B", "contracted"
std::string role_text(const Explanation& explanation, const LabelUse& label);

// Each step in the letters of the whole: "ab,bc->ac", and then "ac,cd->ad".
std::vector<std::string> step_texts(const Contraction& contraction, const Schedule& schedule);

// For each of the first `most` steps what is left to do after it: "ik,kl->il", and "il" at the end. Each
// names all operands that are left: a long path has no room for all of them.
std::vector<std::string> remaining_texts(const Contraction& contraction, const Schedule& schedule,
                                         std::size_t most);

// The steps that are told of a path: all of up to 40; of a longer one the first 20 and the ten costliest of
// the rest, in order.
std::vector<std::size_t> told_steps(const Schedule& schedule);
inline constexpr std::size_t first_steps = 20;
inline constexpr std::size_t costliest_steps = 10;
inline constexpr std::size_t most_steps = 40;

}  // namespace tcalc
