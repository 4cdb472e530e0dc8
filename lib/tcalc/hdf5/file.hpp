// An HDF5 file that is open: what is in it, and the elements of its datasets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/hdf5/library.hpp>
#include <tcalc/hdf5/types.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::hdf5 {

struct Dataset {
  std::string path;  // "/group/weight"
  Extents extents;   // whose elements and bytes fit int64
  Element element;
  std::optional<std::int64_t> offset;  // in the file, where its elements lie there one after the other
  bool is_cut = false;                 // they should lie so, and the file ends before them
};

class File {
 public:
  // Throws Error{input} beginning with the path for what cannot be opened, is no regular file or none of
  // HDF5, and for one with more objects than can be listed.
  explicit File(const std::string& path);
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::string& name() const { return input_->name(); }
  const std::shared_ptr<os::Input>& input() const { return input_; }
  const std::vector<Dataset>& datasets() const { return datasets_; }
  // What else there is, by its path: attributes, empty groups, links to elsewhere, which are not followed,
  // and datasets whose elements are in other files, which are not read.
  const std::vector<std::pair<std::string, std::string>>& others() const { return others_; }

  // The elements of `rows` rows from `first` on, all of one without axes, as they are stored. Throws
  // Error{input}.
  void read(const Dataset& dataset, std::int64_t first, std::int64_t rows, std::span<std::byte> to) const;

 private:
  [[noreturn]] void fail(const std::string& what) const;
  // What the library has just opened for `path`, or what it says of why it could not.
  Handle held(Id id, int (*close)(Id), const std::string& path) const;
  void visit_group(Id group, const std::string& path, int depth);
  void visit_link(Id group, const std::string& path, const std::string& link, int depth);
  void add_dataset(Id dataset, const std::string& path);
  void add_attributes(Id object, const std::string& path);
  void add_other(const std::string& path, std::string what);
  std::string attribute_text(Id attribute, const std::string& path) const;
  Dataset described(Id type, Id space, const std::string& path) const;

  std::shared_ptr<os::Input> input_;
  std::shared_ptr<const Library> library_;
  Handle file_;
  std::vector<Dataset> datasets_;
  std::vector<std::pair<std::string, std::string>> others_;
  std::size_t objects_ = 0;
};

}  // namespace tcalc::hdf5
