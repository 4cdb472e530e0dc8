#include <algorithm>
#include <string>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/gguf/rules.hpp>
#include <tcalc/gguf/types.hpp>
#include <tcalc/npy/finding_list.hpp>

namespace tcalc::gguf {

namespace {

constexpr std::uint64_t most_offset = INT64_MAX / 2;  // what comes before it is added

std::string called(const Tensor& tensor) { return "tensor " + in_quotes(tensor.name); }

// A tensor of a size that is known, and where it ends.
struct Placed {
  const Tensor* tensor;
  std::uint64_t end;
};

std::optional<Placed> placed(const Tensor& tensor, const Header& header, npy::FindingList& list) {
  if (tensor.offset % header.alignment != 0)
    list.defect("alignment", formatted("{} begins at byte {}, not at a multiple of {}", called(tensor),
                                       tensor.offset, header.alignment));
  if (tensor.offset > most_offset) {
    list.defect("offset",
                formatted("{} begins at byte {}, which no file has", called(tensor), tensor.offset));
    return std::nullopt;
  }
  const StoredType* type = find_type(tensor.type);
  if (type == nullptr) {
    list.note("type", formatted("{}: {} is not known", called(tensor), name_of_type(tensor.type)));
    return std::nullopt;
  }
  const auto bytes = bytes_of(tensor);
  if (!bytes) {
    list.defect("size", formatted("{}: {} {} is not a size that a file can have", called(tensor),
                                  npy::sizes_text(tensor.extents), type->name));
    return std::nullopt;
  }
  return Placed{&tensor, tensor.offset + static_cast<std::uint64_t>(*bytes)};
}

void check_layout(std::vector<Placed> tensors, const Header& header, std::int64_t file_bytes,
                  npy::FindingList& list) {
  std::ranges::stable_sort(tensors, {}, [](const Placed& placed) { return placed.tensor->offset; });
  std::uint64_t reached = 0;
  for (const Placed& placed : tensors) {
    if (placed.tensor->offset < reached && placed.end > placed.tensor->offset)
      list.defect("overlap", formatted("{} begins at byte {}, but the one before it ends at {}",
                                       called(*placed.tensor), placed.tensor->offset, reached));
    reached = std::max(reached, placed.end);
  }
  const auto there =
      static_cast<std::uint64_t>(std::max<std::int64_t>(file_bytes - data_offset_of(header), 0));
  if (reached > there)
    list.defect("truncated",
                formatted("truncated: the tensors need {} bytes of data, {} are there", reached, there));
  else if (there - reached >= header.alignment && tensors.size() == header.tensors.size())
    list.note("trailing", formatted("{} bytes follow the last tensor", there - reached));
}

}  // namespace

std::optional<std::int64_t> bytes_of(const Tensor& tensor) {
  const StoredType* type = find_type(tensor.type);
  if (type == nullptr) return std::nullopt;
  const std::int64_t row = tensor.extents.empty() ? 1 : tensor.extents.back();
  const auto elements = checked_product(tensor.extents);
  // Of the elements the bytes are asked for too.
  if (!elements || row % type->elements != 0 || !checked_multiply(*elements, 8)) return std::nullopt;
  return checked_multiply(*elements / type->elements, type->bytes);
}

std::int64_t data_offset_of(const Header& header) {
  const auto alignment = static_cast<std::int64_t>(header.alignment);
  return (header.bytes + alignment - 1) / alignment * alignment;
}

std::vector<npy::Finding> findings_of(const Header& header, std::int64_t file_bytes) {
  npy::FindingList list;
  for (const std::string& name : header.duplicates)
    list.defect("duplicate", "the name " + in_quotes(name) + " comes twice");
  std::vector<Placed> tensors;
  for (const Tensor& tensor : header.tensors) {
    if (const auto found = placed(tensor, header, list)) tensors.push_back(*found);
  }
  check_layout(std::move(tensors), header, file_bytes, list);
  return list.take();
}

}  // namespace tcalc::gguf
