// .safetensors: the tensors of a model, each under its name, mapped from where they are.
#include <map>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/stored_reader.hpp>
#include <tcalc/formats/tensor_list.hpp>
#include <tcalc/os/file_part.hpp>
#include <tcalc/safetensors/dtypes.hpp>
#include <tcalc/safetensors/file.hpp>
#include <tcalc/safetensors/index.hpp>
#include <tcalc/safetensors/rules.hpp>
#include <tcalc/safetensors/write.hpp>

namespace tcalc::formats {

namespace {

using safetensors::File;
using safetensors::StoredType;
using safetensors::Tensor;

Description description_of(const File& file, const Tensor& tensor, const StoredType* type) {
  Description description;
  description.extents = tensor.extents;
  description.is_known = type != nullptr && type->dtype;
  description.dtype = description.is_known ? std::string(name_of(*type->dtype)) : tensor.dtype;
  if (description.is_known && size_of(*type->dtype) > 1) description.byte_order = "little";
  description.bytes = static_cast<std::int64_t>(tensor.end - tensor.begin);
  description.data_offset = file.data_offset() + static_cast<std::int64_t>(tensor.begin);
  return description;
}

// A sound file's tensor.
std::unique_ptr<ArrayReader> open_tensor(const File& file, const Tensor& tensor, const std::string& name,
                                         const npy::Dtypes& dtypes) {
  const StoredType* type = safetensors::find_type(tensor.dtype);
  npy::Header header;
  header.extents = tensor.extents;
  if (type != nullptr && type->dtype) {
    header.dtype = *type->dtype;
  } else {
    if (!dtypes.foreign)
      throw Error(ErrorKind::input, formatted("{}: dtype {} is not supported", name, escaped(tensor.dtype)),
                  "supported are " + supported_dtypes());
    header.foreign = escaped(tensor.dtype);
    header.foreign_bytes = type != nullptr && type->bits % 8 == 0 ? type->bits / 8 : 0;
  }
  // Where elements share bytes, or their size is not known, nothing can be said of what follows them.
  const auto bytes = header.item_bytes() > 0 ? static_cast<std::int64_t>(tensor.end - tensor.begin) : 0;
  const auto input = std::make_shared<os::FilePart>(
      file.input(), file.data_offset() + static_cast<std::int64_t>(tensor.begin), bytes, name);
  return std::make_unique<StoredReader>(input, npy::Reader(input, std::move(header)),
                                        description_of(file, tensor, type));
}

class ModelFile final : public Collection {
 public:
  explicit ModelFile(const std::string& path) : file_(open_explained<File>(path)) { file_->require_sound(); }

  const std::string& name() const override { return file_->name(); }
  bool is_model() const override { return true; }
  Metadata metadata() const override { return file_->header().metadata; }

  std::vector<Member> arrays() const override { return members_of(tensors()); }

  Member find(std::string_view name) const override { return member_named(tensors(), name, this->name()); }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    const Tensor& tensor = tensors()[member.place];
    return open_tensor(*file_, tensor, name() + ":" + escaped(tensor.name), dtypes);
  }

 private:
  const std::vector<Tensor>& tensors() const { return file_->header().tensors; }

  std::shared_ptr<const File> file_;
};

std::string read_index(const std::string& path) {
  const auto input = os::Input::open(path);
  if (auto text = input->read_text(safetensors::longest_index)) return *std::move(text);
  throw Error(ErrorKind::input,
              formatted("{}: an index has at most {} bytes", input->name(), safetensors::longest_index));
}

// The file beside an index.
std::string beside(const std::string& path, const std::string& file) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? file : path.substr(0, slash + 1) + file;
}

// A checkpoint in several files. Each is opened when its first tensor is.
class ShardedModel final : public Collection {
 public:
  explicit ShardedModel(const std::string& path)
      : path_(path), name_(escaped(path)), index_(safetensors::parse_index(read_index(path), name_)) {}

  const std::string& name() const override { return name_; }
  bool is_model() const override { return true; }

  std::vector<Member> arrays() const override {
    std::vector<Member> arrays;
    arrays.reserve(index_.weights.size());
    for (const auto& [tensor, file] : index_.weights) arrays.push_back({tensor, arrays.size()});
    return arrays;
  }

  Member find(std::string_view name) const override {
    std::vector<std::string> names;
    for (std::size_t place = 0; place < index_.weights.size(); ++place) {
      if (index_.weights[place].first == name) return {std::string(name), place};
      names.push_back(index_.weights[place].first);
    }
    refuse_name(name_, name, names);
  }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    const auto& [tensor, file] = index_.weights[member.place];
    const Shard& shard = shard_of(file);
    const auto found = shard.places.find(tensor);
    if (found == shard.places.end())
      throw Error(ErrorKind::input, formatted("{}: tensor {} should be in {}, but is not", name_,
                                              in_quotes(tensor), shard.file->name()));
    return open_tensor(*shard.file, shard.file->header().tensors[found->second],
                       name_ + ":" + escaped(tensor), dtypes);
  }

 private:
  struct Shard {
    std::shared_ptr<const File> file;
    std::map<std::string_view, std::size_t> places;  // of its tensors
  };

  const Shard& shard_of(const std::string& file) const {
    Shard& shard = shards_[file];
    if (shard.file != nullptr) return shard;
    shard.file = open_explained<File>(beside(path_, file));
    shard.file->require_sound();
    const std::vector<Tensor>& tensors = shard.file->header().tensors;
    for (std::size_t place = 0; place < tensors.size(); ++place) shard.places[tensors[place].name] = place;
    return shard;
  }

  std::string path_, name_;
  safetensors::Index index_;
  mutable std::map<std::string, Shard> shards_;
};

std::unique_ptr<Collection> open_model(const std::string& path) { return std::make_unique<ModelFile>(path); }

std::unique_ptr<Collection> open_sharded(const std::string& path) {
  return std::make_unique<ShardedModel>(path);
}

void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, const WriteOptions& options) {
  safetensors::write_members(file, path, members, others, options.metadata);
}

std::vector<npy::Finding> inspect_model(const std::string& path) {
  return open_explained<File>(path)->findings();
}

// All files are sound, have what the index says, and nothing else.
std::vector<npy::Finding> inspect_sharded(const std::string& path) {
  const std::string name = escaped(path);
  const safetensors::Index index = safetensors::parse_index(read_index(path), name);
  std::map<std::string, std::map<std::string, bool>>
      said;  // of each file the tensors, and whether it has them
  std::vector<npy::Finding> findings;
  const auto defect = [&](std::string_view id, std::string fact) {
    findings.push_back({id, npy::Severity::defect, std::move(fact)});
  };
  for (const auto& [tensor, file] : index.weights) {
    if (!said[file].emplace(tensor, false).second)
      defect("duplicate", "the name " + in_quotes(tensor) + " comes twice");
  }
  std::uint64_t bytes = 0;
  for (auto& [file, tensors] : said) {
    const auto shard = open_explained<File>(beside(path, file));
    for (npy::Finding& finding : shard->findings()) {
      finding.fact = shard->name() + ": " + finding.fact;
      findings.push_back(std::move(finding));
    }
    for (const Tensor& tensor : shard->header().tensors) {
      bytes += tensor.end - tensor.begin;
      const auto found = tensors.find(tensor.name);
      if (found == tensors.end())
        defect("unlisted",
               formatted("tensor {} of {} is not in the index", in_quotes(tensor.name), shard->name()));
      else
        found->second = true;
    }
    for (const auto& [tensor, is_there] : tensors) {
      if (!is_there)
        defect("missing",
               formatted("tensor {} should be in {}, but is not", in_quotes(tensor), shard->name()));
    }
  }
  if (index.total_bytes && *index.total_bytes != bytes)
    findings.push_back(
        {"total-size", npy::Severity::note,
         formatted("total_size is {}, but the tensors have {} bytes", *index.total_bytes, bytes)});
  return findings;
}

}  // namespace

constinit const Format safetensors_format = {
    .name = "safetensors",
    .summary = "the tensors of a model, each of which has a name: FILE.safetensors:NAME",
    .endings = ".safetensors",
    .open_collection = open_model,
    .write_members = write_members,
    .edit_members = safetensors::edit_members,
    .inspect = inspect_model,
};

constinit const Format safetensors_index_format = {
    .name = "safetensors-index",
    .summary = "a model in several files, read through its index",
    .endings = ".safetensors.index.json",
    .open_collection = open_sharded,
    .inspect = inspect_sharded,
};

}  // namespace tcalc::formats
