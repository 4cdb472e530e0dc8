// .npz: zip archives of .npy members, each under its name.
#include <utility>

#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/npy_reader.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/npz/write.hpp>

namespace tcalc::formats {

namespace {

class NpzCollection final : public Collection {
 public:
  explicit NpzCollection(const std::string& path) : archive_(open_archive(path)) {}

  const std::string& name() const override { return archive_.name(); }

  std::vector<Member> arrays() const override {
    std::vector<Member> arrays;
    for (std::size_t place = 0; place < archive_.members().size(); ++place) {
      const npz::Member& member = archive_.members()[place];
      if (archive_.holds_array(member)) arrays.push_back({member.name, place});
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

 private:
  npz::Archive archive_;
};

std::unique_ptr<Collection> open_collection(const std::string& path) {
  return std::make_unique<NpzCollection>(path);
}

void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, const WriteOptions& options) {
  npz::write_members(file, path, members, others, options.compress);
}

}  // namespace

constinit const Format npz_format = {
    .name = "npz",
    .summary = "archives of arrays, each of which has a name: FILE.npz:NAME",
    .endings = ".npz",
    .remark = remark_of_npy,
    .open_collection = open_collection,
    .write_members = write_members,
};

}  // namespace tcalc::formats
