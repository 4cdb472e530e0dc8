// .pt and .pth: names, shapes and dtypes of what torch.save wrote. Its values are not read.
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/tensor_list.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/pytorch/file.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::formats {

namespace {

using pytorch::File;
using pytorch::Tensor;

// What is to be done for the values.
std::string way_out(const std::string& path, const File& file) {
  const std::string stem = path.substr(0, path.rfind('.'));
  const bool is_single = file.contents().tensors.size() == 1 && file.contents().tensors[0].name == "tensor";
  const std::string_view python =
      is_single
          ? "import sys, numpy, torch; numpy.save(sys.argv[2], torch.load(sys.argv[1]).detach().numpy())"
          : "import sys, torch, safetensors.torch as s; s.save_file({k: v.clone() for k, v in "
            "torch.load(sys.argv[1], map_location=\"cpu\").items()}, sys.argv[2])";
  return formatted("python3 -c '{}' {} {}", python, text::shell_quoted(path),
                   text::shell_quoted(stem + (is_single ? ".npy" : ".safetensors")));
}

std::string remark_of(const Tensor& tensor) {
  std::string text;
  const auto add = [&](const std::string& fact) { text += (text.empty() ? "" : ", ") + fact; };
  const bool has_order = checked_product(tensor.extents).value_or(0) > 1;
  if (has_order && tensor.strides != c_strides(tensor.extents))
    add("strides " + npy::sizes_text(tensor.strides));
  const auto reach = pytorch::reach_of(tensor);
  if (reach && !tensor.storage.empty() && (tensor.offset > 0 || *reach < tensor.storage_elements))
    add(formatted("elements {} to {} of {} stored", tensor.offset, *reach, tensor.storage_elements));
  return text;
}

// A tensor whose values are not read.
class ListedReader final : public ArrayReader {
 public:
  ListedReader(const Tensor& tensor, std::string name, std::string hint)
      : name_(std::move(name)), hint_(std::move(hint)) {
    const pytorch::StoredType* type = tensor.type;
    description_.extents = tensor.extents;
    description_.is_known = type != nullptr && type->dtype;
    description_.dtype = tensor.dtype;
    description_.has_values = false;
    description_.remark = remark_of(tensor);
    if (type != nullptr && type->bytes > 0) description_.bytes = count(tensor.extents) * type->bytes;
    if (description_.is_known) dtype_ = *type->dtype;
  }

  TensorView layout() const override { return contiguous(dtype_, description_.extents); }
  Description description() const override { return description_; }
  void select(const Slice& slice) override {
    description_.extents =
        tcalc::select(slice, description_.extents, c_strides(description_.extents)).extents;
    description_.remark.clear();
    if (description_.is_known) description_.bytes = count(description_.extents) * size_of(dtype_);
  }
  Array read() override {
    throw Error(ErrorKind::input, name_ + ": values of PyTorch files are not read", hint_);
  }
  std::shared_ptr<os::Input> input() const override { return nullptr; }

 private:
  std::string name_, hint_;
  Description description_;
  Dtype dtype_ = Dtype::float32;
};

class PyTorchModel final : public Collection {
 public:
  explicit PyTorchModel(const std::string& path) : path_(path), file_(open_explained<File>(path)) {
    npy::require_sound(file_->findings(), file_->name());
  }

  const std::string& name() const override { return file_->name(); }
  bool is_model() const override { return true; }
  Metadata metadata() const override {
    Metadata opaque;
    for (const auto& [path, kind] : file_->contents().opaque)
      opaque.emplace_back(path.empty() ? "(all of it)" : path, "an object of " + kind);
    return opaque;
  }

  std::vector<Member> arrays() const override { return members_of(tensors()); }

  Member find(std::string_view name) const override { return member_named(tensors(), name, this->name()); }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    const Tensor& tensor = tensors()[member.place];
    const std::string name = this->name() + ":" + escaped(tensor.name);
    const bool is_known = tensor.type != nullptr && tensor.type->dtype;
    if (!is_known && !dtypes.foreign)
      throw Error(ErrorKind::input, formatted("{}: dtype {} is not supported", name, escaped(tensor.dtype)),
                  "supported are " + supported_dtypes());
    return std::make_unique<ListedReader>(tensor, name, way_out(path_, *file_));
  }

 private:
  const std::vector<Tensor>& tensors() const { return file_->contents().tensors; }

  std::string path_;
  std::shared_ptr<const File> file_;
};

std::unique_ptr<Collection> open_model(const std::string& path) {
  return std::make_unique<PyTorchModel>(path);
}

std::vector<npy::Finding> inspect_model(const std::string& path) {
  std::vector<npy::Finding> findings = open_explained<File>(path)->findings();
  findings.push_back({"values", npy::Severity::note, "values of PyTorch files are not looked at"});
  return findings;
}

}  // namespace

constinit const Format pytorch_format = {
    .name = "pytorch",
    .summary = "what torch.save wrote: names, shapes and dtypes, without values",
    .endings = ".pt .pth",
    .open_collection = open_model,
    .inspect = inspect_model,
};

}  // namespace tcalc::formats
