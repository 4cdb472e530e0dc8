// .npz: zip archives of .npy members, each under its name.
#include <tcalc/formats/format.hpp>
#include <tcalc/npz/write.hpp>

namespace tcalc::formats {

namespace {

void write_member(os::OutputFile& file, const std::string& path, const std::string& member,
                  const TensorView& view, const WriteOptions& options) {
  npz::write_member(file, path, member, view, options.storage, options.compress);
}

}  // namespace

constinit const Format npz_format = {
    .name = "npz",
    .summary = "archives of arrays, each of which has a name: FILE.npz:NAME",
    .endings = ".npz",
    .write_member = write_member,
};

}  // namespace tcalc::formats
