// Whole files, of which nothing but the bytes is known.
#include <span>
#include <string>
#include <sys/mman.h>
#include <tests/fuzz/target.hpp>
#include <unistd.h>

#include <tcalc/npy/lint_array.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/csv.hpp>

namespace tcalc::fuzz {

namespace {

// A file in memory.
class File {
 public:
  explicit File(Bytes bytes) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    const bool written = descriptor_ >= 0 &&
                         write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    if (!written) throw std::runtime_error("no file in memory");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(descriptor_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

constexpr std::int64_t most_bytes = 1 << 20;  // of what is read: an honest archive may unpack to more

}  // namespace

void npy(Bytes bytes) {
  const File file(bytes);
  answers({ErrorKind::input}, [&] {
    npy::Reader reader(os::Input::open(file.path()));
    require(reader.trailing_bytes() >= 0, "fewer bytes than the array has");
    const Array array = reader.read();
    require(count(array.view.extents) == 0 || array.view.data != nullptr, "no data");
  });
  answers({ErrorKind::input}, [&] {
    const auto input = os::Input::open(file.path());
    npy::Reader reader(input, npy::Completeness::unchecked, npy::Dtypes::any);
    npy::lint_array(reader, *input, {});
  });
}

void npz(Bytes bytes) {
  const File file(bytes);
  answers({ErrorKind::input}, [&] {
    const npz::Archive archive(file.path());
    for (const npz::Member& member : archive.members()) {
      answers({ErrorKind::input, ErrorKind::resource}, [&] {
        require(archive.find(member.name).name == member.name, "another member of that name");
        if (!archive.holds_array(member)) return;
        const auto input = archive.open(member);
        npy::Reader reader(input);
        if (reader.header().data_bytes() > most_bytes) return;
        reader.read();
        input->check_unchanged();
      });
    }
  });
}

// The first byte says what stands between cells.
void csv(Bytes bytes) {
  constexpr char separators[] = {'\0', ',', '\t', ';', ' '};
  if (bytes.empty()) return;
  text::TableForm form;
  const char separator = separators[static_cast<unsigned char>(bytes.front()) % std::size(separators)];
  if (separator != '\0') form.separator = separator;
  answers({ErrorKind::input}, [&] {
    const Tensor table = text::csv_from(bytes.substr(1), "t", form);
    require(table.extents().size() == 1 || table.extents().size() == 2, "axes of a table");
    require(count(table.extents()) <= static_cast<std::int64_t>(bytes.size()), "more cells than bytes");
  });
}

}  // namespace tcalc::fuzz
