// .npz: zip archives of .npy members, each under its name.
#include <algorithm>
#include <cstring>
#include <utility>

#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/npy_reader.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/npz/write.hpp>
#include <tcalc/safetensors/header.hpp>

namespace tcalc::formats {

namespace {

constexpr std::int64_t most_metadata = std::int64_t{1} << 24;  // bytes

class NpzCollection final : public Collection {
 public:
  explicit NpzCollection(const std::string& path) : archive_(open_archive(path)) { take_metadata(); }

  const std::string& name() const override { return archive_.name(); }

  std::vector<Member> arrays() const override {
    std::vector<Member> arrays;
    for (std::size_t place = 0; place < archive_.members().size(); ++place) {
      const npz::Member& member = archive_.members()[place];
      if (place != metadata_place_ && archive_.holds_array(member)) arrays.push_back({member.name, place});
    }
    return arrays;
  }

  std::vector<std::string> others() const override {
    std::vector<std::string> names;
    for (const npz::Member& member : archive_.members()) {
      if (!archive_.holds_array(member)) names.push_back(member.file);
    }
    return names;
  }

  Member find(std::string_view name) const override {
    const npz::Member& member = archive_.find(name);
    return {member.name, static_cast<std::size_t>(&member - archive_.members().data())};
  }

  std::int64_t namesakes(const Member& member) const override {
    return archive_.namesakes(archive_.members()[member.place]);
  }

  std::unique_ptr<ArrayReader> open(const Member& member, const npy::Dtypes& dtypes) const override {
    return open_npy_array(npy_bytes(member), dtypes);
  }

  std::shared_ptr<os::Input> npy_bytes(const Member& member) const override {
    return archive_.open(archive_.members()[member.place]);
  }

  Metadata metadata() const override { return metadata_; }

 private:
  // Bytes under a name that no tensor can have: a JSON object of texts. Anything else there is an array.
  void take_metadata() {
    const auto& members = archive_.members();
    const auto found = std::ranges::find(members, safetensors::metadata_key, &npz::Member::name);
    if (found == members.end()) return;
    try {
      const auto reader = open_npy_array(archive_.open(*found), npy::Dtypes::supported);
      const TensorView layout = reader->layout();
      if (layout.dtype != Dtype::uint8 || layout.rank() != 1 || layout.extents[0] > most_metadata) return;
      const Array bytes = reader->read();
      metadata_ = safetensors::parse_metadata(
          {reinterpret_cast<const char*>(bytes.view.data), static_cast<std::size_t>(layout.extents[0])},
          archive_.name());
      metadata_place_ = static_cast<std::size_t>(found - members.begin());
    } catch (const Error&) {
    }
  }

  npz::Archive archive_;
  Metadata metadata_;
  std::size_t metadata_place_ = SIZE_MAX;  // of the member that holds it
};

std::unique_ptr<Collection> open_collection(const std::string& path) {
  return std::make_unique<NpzCollection>(path);
}

void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, const WriteOptions& options) {
  std::vector<npy::NewMember> all(members.begin(), members.end());
  const std::string text = safetensors::metadata_text(options.metadata);
  const auto bytes = static_cast<std::int64_t>(text.size());
  if (!options.metadata.empty())
    all.push_back({std::string(safetensors::metadata_key), Dtype::uint8, {bytes}, {}, [&] {
                     Tensor values(Dtype::uint8, {bytes});
                     std::memcpy(values.data(), text.data(), text.size());
                     return to_array(std::move(values));
                   }});
  npz::write_members(file, path, all, others, options.compress);
}

}  // namespace

constinit const Format npz_format = {
    .name = "npz",
    .summary = "archives of arrays, each of which has a name: FILE.npz:NAME",
    .endings = ".npz",
    .remark = remark_of_npy,
    .open_collection = open_collection,
    .write_members = write_members,
    .edit_members = npz::edit_members,
};

}  // namespace tcalc::formats
