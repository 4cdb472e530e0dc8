// .gguf: the tensors of a model, many of them quantised, each under its name.
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/quantised_reader.hpp>
#include <tcalc/formats/stored_reader.hpp>
#include <tcalc/formats/tensor_list.hpp>
#include <tcalc/gguf/file.hpp>
#include <tcalc/gguf/types.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/os/file_part.hpp>

namespace tcalc::formats {

namespace {

using gguf::File;
using gguf::StoredType;
using gguf::Tensor;

Description description_of(const File& file, const Tensor& tensor, const StoredType* type) {
  Description description;
  description.extents = tensor.extents;
  description.is_known = type != nullptr && type->dtype;
  const bool is_plain = description.is_known && type->dequantise == nullptr;
  description.dtype = is_plain ? std::string(name_of(*type->dtype)) : gguf::name_of_type(tensor.type);
  if (is_plain && type->bytes > 1) description.byte_order = file.header().big_endian ? "big" : "little";
  description.bytes = gguf::bytes_of(tensor);
  description.data_offset = file.position_of(tensor);
  return description;
}

// A sound file's tensor.
std::unique_ptr<ArrayReader> open_tensor(const File& file, const Tensor& tensor, const npy::Dtypes& dtypes) {
  const std::string name = file.name() + ":" + escaped(tensor.name);
  const StoredType* type = gguf::find_type(tensor.type);
  const bool is_known = type != nullptr && type->dtype;
  if (!is_known && !dtypes.foreign)
    throw Error(ErrorKind::input,
                formatted("{}: values of {} are not read", name, gguf::name_of_type(tensor.type)),
                "those of " + gguf::readable_types() + " are");
  Description description = description_of(file, tensor, type);
  const std::int64_t bytes = is_known ? description.bytes.value_or(0) : 0;
  const auto input = std::make_shared<os::FilePart>(file.input(), file.position_of(tensor), bytes, name);
  const bool big_endian = file.header().big_endian;
  if (is_known && type->dequantise != nullptr)
    return std::make_unique<QuantisedReader>(input, *type, big_endian, std::move(description));
  npy::Header header;
  header.extents = tensor.extents;
  header.big_endian = big_endian;
  if (is_known)
    header.dtype = *type->dtype;
  else
    header.foreign = gguf::name_of_type(tensor.type);
  return std::make_unique<StoredReader>(input, npy::Reader(input, std::move(header)), std::move(description));
}

class GgufModel final : public Collection {
 public:
  explicit GgufModel(const std::string& path) : file_(open_explained<File>(path)) {
    npy::require_sound(file_->findings(), file_->name());
  }

  const std::string& name() const override { return file_->name(); }
  bool is_model() const override { return true; }
  Metadata metadata() const override { return file_->header().metadata; }

  std::vector<Member> arrays() const override { return members_of(tensors()); }

  Member find(std::string_view name) const override { return member_named(tensors(), name, this->name()); }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    return open_tensor(*file_, tensors()[member.place], dtypes);
  }

 private:
  const std::vector<Tensor>& tensors() const { return file_->header().tensors; }

  std::shared_ptr<const File> file_;
};

std::unique_ptr<Collection> open_model(const std::string& path) { return std::make_unique<GgufModel>(path); }

std::vector<npy::Finding> inspect_model(const std::string& path) {
  return open_explained<File>(path)->findings();
}

}  // namespace

constinit const Format gguf_format = {
    .name = "gguf",
    .summary = "the tensors of a GGUF model, quantised or not: FILE.gguf:NAME",
    .endings = ".gguf",
    .open_collection = open_model,
    .inspect = inspect_model,
};

}  // namespace tcalc::formats
