#include <algorithm>
#include <array>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/hdf5/file.hpp>
#include <tcalc/os/memory_cap.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/json_object.hpp>

namespace tcalc::hdf5 {

namespace {

// Values of the library's enumerations, the same in all its versions.
constexpr Id default_list = 0;        // H5P_DEFAULT
constexpr Id everything = 0;          // H5S_ALL
constexpr int by_name = 0;            // H5_INDEX_NAME
constexpr int increasing = 0;         // H5_ITER_INC
constexpr int hard_link = 0;          // H5L_TYPE_HARD
constexpr int is_group = 2;           // H5I_GROUP
constexpr int is_dataset = 5;         // H5I_DATASET
constexpr int null_space = 2;         // H5S_NULL
constexpr int contiguous_layout = 1;  // H5D_CONTIGUOUS
constexpr int virtual_layout = 3;     // H5D_VIRTUAL
constexpr int select_these = 0;       // H5S_SELECT_SET
constexpr Size no_offset = UINT64_MAX;

constexpr int deepest = 64;                                 // groups within groups
constexpr std::size_t most_objects = std::size_t{1} << 17;  // and attributes
constexpr std::size_t longest_name = 4096;
constexpr std::int64_t most_attribute_bytes = 4096;
// For all that is said of the datasets: the library allocates what a file claims before it looks.
constexpr std::int64_t most_outline_bytes = std::int64_t{256} << 20;

std::shared_ptr<os::Input> regular_file(const std::string& path) {
  auto input = os::Input::open(path);
  if (!input->size())
    throw Error(ErrorKind::input, input->name() + ": not an HDF5 file: it is empty or not a regular file",
                "its datasets are read from where they are, so it cannot come from a pipe");
  return input;
}

Id opened(const Library& library, const std::string& path, const std::string& name) {
  const os::MemoryCap cap(most_outline_bytes);
  const Id file = library.Fopen(path.c_str(), 0, default_list);
  if (file >= 0) return file;
  std::string reason = last_error(library);
  if (reason.find("signature") != std::string::npos) reason = "not an HDF5 file";
  throw Error(ErrorKind::input, name + ": " + escaped(reason));
}

// A text of a field of bytes: up to the first NUL, or the spaces that fill it.
std::string field_text(const char* bytes, std::size_t size) {
  std::string text(bytes, std::find(bytes, bytes + size, '\0'));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

File::File(const std::string& path)
    : input_(regular_file(path)),
      library_(library()),
      file_(opened(*library_, path, name()), library_->Fclose) {
  const os::MemoryCap cap(most_outline_bytes);
  const Handle root = held(library_->Gopen2(file_, "/", default_list), library_->Oclose, "/");
  visit_group(root, "", 0);
}

void File::fail(const std::string& what) const { refuse(*library_, name(), what); }

Handle File::held(Id id, int (*close)(Id), const std::string& path) const {
  return hdf5::held(*library_, id, close, name(), path);
}

void File::add_other(const std::string& path, std::string what) {
  if (++objects_ > most_objects)
    throw Error(ErrorKind::input, formatted("{}: holds more than {} objects", name(), most_objects));
  others_.emplace_back(path, std::move(what));
}

void File::visit_group(Id group, const std::string& path, int depth) {
  if (depth > deepest)
    throw Error(ErrorKind::input, formatted("{}: groups are nested deeper than {}", name(), deepest));
  GroupInfo contents;
  if (library_->Gget_info(group, &contents) < 0) fail("group " + escaped(path + "/"));
  add_attributes(group, path.empty() ? "/" : path);
  if (contents.links == 0 && depth > 0) add_other(path, "an empty group");
  for (Size i = 0; i < contents.links; ++i) {
    std::array<char, longest_name> link;
    const auto length = library_->Lget_name_by_idx(group, ".", by_name, increasing, i, link.data(),
                                                   link.size(), default_list);
    if (length < 0) fail("the names in " + escaped(path + "/"));
    if (static_cast<std::size_t>(length) >= link.size())
      throw Error(ErrorKind::input, formatted("{}: a name in {} has more than {} bytes", name(),
                                              escaped(path + "/"), longest_name - 1));
    visit_link(group, path + "/" + link.data(), link.data(), depth);
  }
}

void File::visit_link(Id group, const std::string& path, const std::string& link, int depth) {
  if (++objects_ > most_objects)
    throw Error(ErrorKind::input, formatted("{}: holds more than {} objects", name(), most_objects));
  LinkInfo info;
  if (library_->Lget_info(group, link.c_str(), &info, default_list) < 0) fail("link " + escaped(path));
  if (info.type != hard_link) return add_other(path, "a link to another place, which is not followed");
  const Handle object = held(library_->Oopen(group, link.c_str(), default_list), library_->Oclose, path);
  const int kind = library_->Iget_type(object);
  if (kind == is_group) return visit_group(object, path, depth + 1);
  if (kind == is_dataset) return add_dataset(object, path);
  add_other(path, "a type");
}

void File::add_dataset(Id dataset, const std::string& path) {
  const Handle type = held(library_->Dget_type(dataset), library_->Tclose, path);
  const Handle space = held(library_->Dget_space(dataset), library_->Sclose, path);
  const Handle creation = held(library_->Dget_create_plist(dataset), library_->Pclose, path);
  const int layout = library_->Pget_layout(creation);
  if (layout == virtual_layout || library_->Pget_external_count(creation) != 0) {
    // Those files may be any, also a pipe that nobody writes to.
    add_other(path, "a dataset in other files, which are not read");
    return add_attributes(dataset, path);
  }
  Dataset result = described(type, space, path);
  result.path = path;
  const Size offset = library_->Dget_offset(dataset);
  const std::int64_t bytes = count(result.extents) * result.element.bytes, size = *input_->size();
  if (layout == contiguous_layout && offset != no_offset) {
    result.is_cut = bytes > size || offset > static_cast<Size>(size - bytes);
    if (!result.is_cut) result.offset = static_cast<std::int64_t>(offset);
  }
  datasets_.push_back(std::move(result));
  add_attributes(dataset, path);
}

Dataset File::described(Id type, Id space, const std::string& path) const {
  Dataset result;
  result.element = element_of(*library_, type, name());
  const int rank = library_->Sget_simple_extent_ndims(space);
  if (library_->Sget_simple_extent_type(space) == null_space) {
    result.element = {};
    result.element.dtype = "nothing";
  }
  if (rank < 0 || rank > max_rank) fail("the axes of " + escaped(path));
  std::array<Size, max_rank> sizes = {};
  library_->Sget_simple_extent_dims(space, sizes.data(), nullptr);
  for (int axis = 0; axis < rank; ++axis) {
    const Size size = sizes[static_cast<std::size_t>(axis)];
    result.extents.push_back(static_cast<std::int64_t>(std::min<Size>(size, INT64_MAX)));
  }
  const auto elements = checked_product(result.extents);
  if (!elements || !checked_multiply(*elements, std::max<std::int64_t>(result.element.bytes, 16)))
    throw Error(ErrorKind::input,
                formatted("{}: {} has more elements than can be addressed", name(), escaped(path)));
  return result;
}

void File::add_attributes(Id object, const std::string& path) {
  const int attributes = library_->Aget_num_attrs(object);
  for (int i = 0; i < attributes; ++i) {
    const Handle attribute = held(library_->Aopen_by_idx(object, ".", by_name, increasing,
                                                         static_cast<Size>(i), default_list, default_list),
                                  library_->Aclose, "an attribute of " + path);
    std::array<char, longest_name> text = {};
    if (library_->Aget_name(attribute, text.size(), text.data()) < 0)
      fail("an attribute of " + escaped(path));
    const std::string name = path + "@" + text.data();
    add_other(name, attribute_text(attribute, name));
  }
}

std::string File::attribute_text(Id attribute, const std::string& path) const {
  const Handle type = held(library_->Aget_type(attribute), library_->Tclose, path);
  const Handle space = held(library_->Aget_space(attribute), library_->Sclose, path);
  const Dataset about = described(type, space, path);
  const std::int64_t elements = count(about.extents);
  const std::string outline = formatted("{} {}", Shape(about.extents).text(), about.element.dtype);
  const bool varies = about.element.is_text && about.element.bytes == 0;
  const std::int64_t bytes =
      elements * (varies ? static_cast<std::int64_t>(sizeof(char*)) : about.element.bytes);
  if ((!about.element.stored && !about.element.is_text) || bytes > most_attribute_bytes) return outline;
  std::vector<std::byte> values(static_cast<std::size_t>(bytes));
  if (elements > 0 && library_->Aread(attribute, type, values.data()) < 0) fail(escaped(path));
  std::string result;
  if (!about.element.is_text) {
    const TensorView view = {values.data(), *about.element.stored,    about.element.big_endian,
                             about.extents, c_strides(about.extents), false};
    text::write_json(view, [&](std::string_view piece) { result += piece; });
    return result;
  }
  text::Json texts = text::Json::array();
  for (std::int64_t i = 0; i < elements; ++i) {
    if (varies) {
      const char* const each = reinterpret_cast<const char* const*>(values.data())[i];
      texts.push_back(each == nullptr ? "" : each);
    } else {
      const auto size = static_cast<std::size_t>(about.element.bytes);
      texts.push_back(field_text(
          reinterpret_cast<const char*>(values.data()) + static_cast<std::size_t>(i) * size, size));
    }
  }
  if (varies && elements > 0) library_->Dvlen_reclaim(type, space, default_list, values.data());
  return about.extents.empty() ? texts[0].get<std::string>() : text::json_text(texts);
}

void File::read(const Dataset& dataset, std::int64_t first, std::int64_t rows,
                std::span<std::byte> to) const {
  // The library would give what its memory had before.
  if (dataset.is_cut)
    throw Error(ErrorKind::input, formatted("{}: {}: its elements should lie beyond the end of the file",
                                            name(), escaped(dataset.path)));
  const Handle object =
      held(library_->Oopen(file_, dataset.path.c_str(), default_list), library_->Oclose, dataset.path);
  const Handle type = held(library_->Dget_type(object), library_->Tclose, dataset.path);
  if (dataset.extents.empty()) {
    if (library_->Dread(object, type, everything, everything, default_list, to.data()) < 0)
      fail(escaped(dataset.path));
    return;
  }
  std::array<Size, max_rank> starts = {}, sizes = {};
  std::ranges::copy(dataset.extents, sizes.begin());
  starts[0] = static_cast<Size>(first);
  sizes[0] = static_cast<Size>(rows);
  const auto rank = static_cast<int>(dataset.extents.size());
  const Handle in_file = held(library_->Dget_space(object), library_->Sclose, dataset.path);
  const Handle in_memory =
      held(library_->Screate_simple(rank, sizes.data(), nullptr), library_->Sclose, dataset.path);
  if (library_->Sselect_hyperslab(in_file, select_these, starts.data(), nullptr, sizes.data(), nullptr) < 0 ||
      library_->Dread(object, type, in_memory, in_file, default_list, to.data()) < 0)
    fail(escaped(dataset.path));
}

}  // namespace tcalc::hdf5
