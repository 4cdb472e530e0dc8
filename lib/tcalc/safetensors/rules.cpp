#include <algorithm>
#include <limits>
#include <string>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/safetensors/dtypes.hpp>
#include <tcalc/safetensors/rules.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::safetensors {

namespace {

constexpr std::int64_t bits_in_byte = 8;

std::string called(const Tensor& tensor) { return "tensor " + in_quotes(tensor.name); }

void check_size(const Tensor& tensor, npy::FindingList& rules) {
  if (tensor.begin > tensor.end)
    return rules.defect("offsets", formatted("{} ends at byte {}, before it begins, at {}", called(tensor),
                                             tensor.end, tensor.begin));
  if (find_type(tensor.dtype) == nullptr)
    return rules.note("dtype", formatted("{}: dtype {} is not known", called(tensor), escaped(tensor.dtype)));
  const std::uint64_t has = tensor.end - tensor.begin;
  const auto needs = bytes_of(tensor);
  if (!needs)
    rules.defect("size", formatted("{}: {} {} is not a size that a file can have", called(tensor),
                                   npy::sizes_text(tensor.extents), tensor.dtype));
  else if (static_cast<std::uint64_t>(*needs) != has)
    rules.defect("size", formatted("{}: {} {} needs {} bytes, and has {}", called(tensor),
                                   npy::sizes_text(tensor.extents), tensor.dtype, *needs, has));
}

// Every byte of the data belongs to one tensor.
void check_layout(const Header& header, std::int64_t data_bytes, npy::FindingList& rules) {
  std::vector<const Tensor*> tensors;
  tensors.reserve(header.tensors.size());
  for (const Tensor& tensor : header.tensors) {
    if (tensor.begin <= tensor.end) tensors.push_back(&tensor);
  }
  std::ranges::stable_sort(tensors, [](const Tensor* x, const Tensor* y) {
    return std::pair(x->begin, x->end) < std::pair(y->begin, y->end);
  });
  std::uint64_t reached = 0;
  for (const Tensor* tensor : tensors) {
    if (tensor->begin < reached && tensor->end > tensor->begin)
      rules.defect("overlap", formatted("{} begins at byte {}, but the one before it ends at {}",
                                        called(*tensor), tensor->begin, reached));
    if (tensor->begin > reached)
      rules.defect("gap", formatted("bytes {} to {} belong to no tensor, before {}", reached, tensor->begin,
                                    called(*tensor)));
    reached = std::max(reached, tensor->end);
  }
  const auto there = static_cast<std::uint64_t>(data_bytes);
  if (reached > there)
    rules.defect("truncated",
                 formatted("truncated: the tensors need {} bytes of data, {} are there", reached, there));
  if (reached < there)
    rules.defect("trailing",
                 formatted("{} the last tensor", counted(there - reached, "byte follows", "bytes follow")));
}

}  // namespace

std::optional<std::int64_t> bytes_of(const Tensor& tensor) {
  const StoredType* type = find_type(tensor.dtype);
  if (type == nullptr) return std::nullopt;
  const auto elements = checked_product(tensor.extents);
  const auto bits = elements ? checked_multiply(*elements, type->bits) : std::nullopt;
  if (!bits || *bits % bits_in_byte != 0) return std::nullopt;
  return *bits / bits_in_byte;
}

std::vector<npy::Finding> findings_of(const Header& header, std::int64_t header_bytes,
                                      std::int64_t data_bytes) {
  npy::FindingList rules;
  for (const std::string& name : header.duplicates)
    rules.defect("duplicate", "the name " + in_quotes(name) + " comes twice");
  for (const Tensor& tensor : header.tensors) check_size(tensor, rules);
  check_layout(header, data_bytes, rules);
  for (const std::string& key : header.unknown_keys)
    rules.note("unknown-key", "tensor " + escaped(key) + " is a key that the format does not know");
  if (header.is_padded_oddly) rules.note("padding", "the header is padded with something other than spaces");
  if ((header_bytes + length_bytes) % length_bytes != 0)
    rules.note("alignment",
               formatted("data begins at byte {}, not at a multiple of 8", header_bytes + length_bytes));
  return rules.take();
}

}  // namespace tcalc::safetensors
