#include <algorithm>
#include <array>
#include <map>
#include <span>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/npy/finding_list.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/pytorch/file.hpp>
#include <tcalc/pytorch/pickle.hpp>

namespace tcalc::pytorch {

namespace {

constexpr std::string_view pickle_name = "data.pkl";

// The number that a file of before 1.6 begins with, as a pickle of its own.
constexpr std::string_view legacy_magic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
constexpr int before_the_object = 3;  // pickles: that number, the version, what the machine was

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string read_all(os::Input& input) {
  auto text = input.read_text(longest_pickle);
  if (text) return *std::move(text);
  throw Error(ErrorKind::input,
              formatted("{}: its pickle has more than {} bytes", input.name(), longest_pickle));
}

// "archive/data.pkl", of whatever name the archive has; null where there is none.
const npz::Member* pickle_of(const npz::Archive& archive) {
  const auto is_pickle = [](const npz::Member& member) {
    const std::size_t slash = member.file.find('/');
    return slash != std::string::npos && std::string_view(member.file).substr(slash + 1) == pickle_name;
  };
  const auto found = std::ranges::find_if(archive.members(), is_pickle);
  return found == archive.members().end() ? nullptr : &*found;
}

// Every storage is there, and has the bytes of its elements.
std::vector<npy::Finding> check_storages(const npz::Archive& archive, const std::string& folder,
                                         const Contents& contents) {
  npy::FindingList list;
  std::map<std::string_view, const npz::Member*> members;
  for (const npz::Member& member : archive.members()) members[member.file] = &member;
  std::map<std::string_view, bool> seen;
  for (const Tensor& tensor : contents.tensors) {
    if (tensor.storage.empty() || !seen.emplace(tensor.storage, true).second) continue;
    const auto found = members.find(folder + "data/" + tensor.storage);
    if (found == members.end()) {
      list.defect("missing", formatted("storage {} of tensor {} is not there", in_quotes(tensor.storage),
                                       in_quotes(tensor.name)));
      continue;
    }
    if (tensor.type == nullptr || tensor.type->bytes == 0) continue;
    const std::int64_t has = archive.open(*found->second)->size().value_or(0);
    if (has / tensor.type->bytes < tensor.storage_elements)
      list.defect("truncated", formatted("storage {} of tensor {} has {} bytes, and needs {} elements of {}",
                                         in_quotes(tensor.storage), in_quotes(tensor.name), has,
                                         tensor.storage_elements, tensor.type->bytes));
  }
  return list.take();
}

}  // namespace

File::File(const std::string& path) {
  const auto input = os::Input::open(path);
  name_ = input->name();
  std::array<char, legacy_magic.size()> first;
  const std::size_t count = input->size() ? input->read_at(0, std::as_writable_bytes(std::span(first))) : 0;
  const std::string_view begins(first.data(), count);
  if (begins == legacy_magic) {
    std::string text(
        static_cast<std::size_t>(std::min(*input->size(), static_cast<std::int64_t>(longest_pickle))), '\0');
    text.resize(input->read(std::as_writable_bytes(std::span(text))));
    auto rest = bytes_of(text);
    for (int passed = 0; passed < before_the_object; ++passed)
      rest = rest.subspan(parse_pickle(rest, name_).bytes);
    contents_ = contents_of(parse_pickle(rest, name_), name_);
    return;
  }
  if (!begins.starts_with("PK"))
    throw Error(ErrorKind::input, name_ + ": not a PyTorch file: neither an archive nor its older pickles");
  const npz::Archive archive(path);
  const npz::Member* member = pickle_of(archive);
  if (member == nullptr)
    throw Error(ErrorKind::input, name_ + ": not a PyTorch file: the archive has no data.pkl");
  const std::string text = read_all(*archive.open(*member));
  contents_ = contents_of(parse_pickle(bytes_of(text), name_), name_);
  const std::string folder = member->file.substr(0, member->file.size() - pickle_name.size());
  of_storages_ = check_storages(archive, folder, contents_);
}

std::vector<npy::Finding> File::findings() const {
  std::vector<npy::Finding> findings = findings_of(contents_);
  findings.insert(findings.end(), of_storages_.begin(), of_storages_.end());
  return findings;
}

}  // namespace tcalc::pytorch
