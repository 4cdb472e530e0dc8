// What other libraries' operations give for two shapes, each by its own rule and in its own words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/hint.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Options that some of the operations take, by the names that those have for them.
struct FrameworkOptions {
  std::optional<std::vector<std::int64_t>> axes;     // of batch_dot and tensordot: one or two
  bool transpose_a = false, transpose_b = false;     // of tf.matmul
  std::optional<std::string> einsum = std::nullopt;  // a spec of two terms; without it no einsum is asked
};

// One of our own operations, and what it is told beside its operands.
struct OwnCall {
  std::string operation = {};  // empty: none
  std::vector<CallArgument> arguments = {};
};

// A result, or the reason why there is none. A refusal may have a call too: the operation of ours then takes
// what that library refused.
struct FrameworkAnswer {
  std::optional<Contraction> contraction;
  std::string refusal;  // as that library says it
  OwnCall call;         // that computes the same here; without one it is an einsum of the axes

  std::optional<Shape> shape() const;  // nothing too where the result has too many axes or elements
};

struct Framework {
  std::string_view name;      // "keras.backend.batch_dot"
  std::string_view versions;  // "up to 2.2.4"; empty where all agree
  // The options that it takes, as typed in a call: "axes=(2, 1)"; may be null.
  std::string (*options)(const FrameworkOptions& options);
  FrameworkAnswer (*answer)(const Operand& a, const Operand& b, const FrameworkOptions& options);
};

std::span<const Framework> frameworks();
// Those that need a spec.
std::span<const Framework> einsum_frameworks();

// "keras.backend.batch_dot(axes=(2, 1)), up to 2.2.4"
std::string title_of(const Framework& framework, const FrameworkOptions& options);

// The axes as a numpy.einsum string, "abc,acd->abd"; "(1 appended)" follows where the result has an axis that
// no operand has.
std::string numpy_einsum(const Contraction& contraction);

// The answer's call with its operands; nothing for a refusal that has none, and when it would be an einsum of
// more axes than there are letters.
std::optional<CallHint> call_of(const FrameworkAnswer& answer, const Operand& a, const Operand& b);

}  // namespace tcalc
