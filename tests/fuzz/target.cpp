#include <algorithm>
#include <tests/fuzz/target.hpp>

namespace tcalc::fuzz {

namespace {

constexpr Target all[] = {
    {"npy_header", npy_header},
    {"npy", npy},
    {"npz", npz},
    {"safetensors", safetensors},
    {"gguf", gguf},
    {"pickle", pickle},
    {"csv", csv},
    {"gzip", gzip},
    {"zstd", zstd},
    {"raw", raw},
    {"operand", operand},
    {"slice", slice},
    {"axes", axes},
    {"einsum", einsum},
    {"dim", dim},
    {"facts", facts},
    {"expression", expression},
    {"program", program},
    {"contraction", contraction},
    {"evaluation", evaluation},
};

}  // namespace

std::span<const Target> targets() { return all; }

const Target* find_target(std::string_view name) {
  const auto* found = std::ranges::find(all, name, &Target::name);
  return found == std::end(all) ? nullptr : found;
}

}  // namespace tcalc::fuzz
