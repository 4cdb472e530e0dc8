// A file of torch.save: what its pickle says; the elements are not looked at.
#pragma once

#include <string>
#include <vector>

#include <tcalc/npy/lint.hpp>
#include <tcalc/pytorch/tensors.hpp>

namespace tcalc::pytorch {

class File {
 public:
  // An archive, as PyTorch writes it from 1.6 on, or the pickles that followed one another before. Throws
  // Error{input} beginning with the path for what is neither.
  explicit File(const std::string& path);

  const std::string& name() const { return name_; }  // as it appears in messages
  const Contents& contents() const { return contents_; }
  std::vector<npy::Finding> findings() const;

 private:
  std::string name_;
  Contents contents_;
  std::vector<npy::Finding> of_storages_;  // what is wrong with those in the archive
};

}  // namespace tcalc::pytorch
