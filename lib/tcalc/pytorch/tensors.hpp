// What a pickle of torch.save says of its tensors. Pure: no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/lint.hpp>
#include <tcalc/pytorch/dtypes.hpp>
#include <tcalc/pytorch/pickle.hpp>

namespace tcalc::pytorch {

struct Tensor {
  std::string name;   // the keys that lead to it, "model.layer.weight"; "tensor" where it is all of the file
  std::string dtype;  // "float32", as torch has it; a class where it is no plain tensor
  const StoredType* type = nullptr;   // of that name; null where PyTorch has none
  Extents extents;                    // their product may be anything
  std::vector<std::int64_t> strides;  // in elements; as many as extents
  std::int64_t offset = 0;            // in its storage, in elements
  std::string storage;                // the key of that; empty where it has none
  std::int64_t storage_elements = 0;  // as the pickle says
};

// How many elements of its storage the tensor reaches; nothing for strides and sizes that no storage has.
std::optional<std::int64_t> reach_of(const Tensor& tensor);

struct Contents {
  std::vector<Tensor> tensors;  // in the order of the pickle
  // What else is there: where, and of which class. Nothing more is said of it.
  std::vector<std::pair<std::string, std::string>> opaque;
};

inline constexpr std::size_t most_tensors = std::size_t{1} << 17;

// The tensors of a state_dict, of dicts, lists and modules within one another, of a single tensor. Names are
// those of state_dict() for modules too. Throws Error{input} beginning with `name` for a tensor that is not
// made as PyTorch makes them, and for what is nested too deep.
Contents contents_of(const Pickle& pickle, std::string_view name);

// Everything that is wrong with them: names that come twice, sizes that are none, tensors that reach beyond
// their storage.
std::vector<npy::Finding> findings_of(const Contents& contents);

}  // namespace tcalc::pytorch
