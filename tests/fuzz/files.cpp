// Whole files, of which nothing but the bytes is known.
#include <algorithm>
#include <span>
#include <string>
#include <sys/mman.h>
#include <tests/fuzz/target.hpp>
#include <unistd.h>
#include <vector>

#include <tcalc/compressed/compression.hpp>
#include <tcalc/formats/raw_reader.hpp>
#include <tcalc/npy/grow_header.hpp>
#include <tcalc/npy/lint_array.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/csv.hpp>
#include <tcalc/text/raw_operand.hpp>

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

namespace {

// A header whose first size is changed says that, and nothing else that is new.
void grow(const npy::Header& header, Bytes bytes) {
  if (header.extents.empty()) return;
  const auto offset = static_cast<std::size_t>(header.data_offset);
  const auto text = npy::header_with_first_size(bytes.substr(0, offset), 1);
  if (!text) return;
  require(text->size() == offset, "a header of another length");
  const std::string padding(static_cast<std::size_t>(std::min<std::int64_t>(header.data_bytes(), 1 << 16)),
                            ' ');
  const File file(*text + padding);
  npy::Reader reader(os::Input::open(file.path()), npy::Completeness::unchecked);
  Extents extents = header.extents;
  extents[0] = 1;
  require(reader.header().extents == extents && reader.header().dtype == header.dtype &&
              reader.header().data_offset == header.data_offset,
          "another header than the grown one");
}

}  // namespace

void npy(Bytes bytes) {
  const File file(bytes);
  answers({ErrorKind::input}, [&] {
    npy::Reader reader(os::Input::open(file.path()));
    require(reader.trailing_bytes() >= 0, "fewer bytes than the array has");
    grow(reader.header(), bytes);
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

namespace {

// What an honest file may unpack to; the rest is left.
constexpr std::size_t most_unpacked = std::size_t{1} << 22;

void unpack(Bytes bytes, compressed::Compression compression) {
  const File file(bytes);
  answers({ErrorKind::input}, [&] {
    const auto input = compressed::decompressed(os::Input::open(file.path()), compression);
    std::vector<std::byte> piece(1 + bytes.size() % 5000);
    std::size_t unpacked = 0;
    while (unpacked < most_unpacked) {
      const std::size_t count = input->read(piece);
      unpacked += count;
      if (count < piece.size()) break;
    }
    require(static_cast<std::size_t>(input->position()) == unpacked, "another position than what was read");
    if (unpacked < most_unpacked) require(input->at_end(), "fewer bytes than were asked for, and yet more");
  });
  answers({ErrorKind::input, ErrorKind::resource}, [&] {
    npy::Reader reader(compressed::decompressed(os::Input::open(file.path()), compression));
    if (reader.header().data_bytes() <= most_bytes) reader.read();
  });
}

}  // namespace

void gzip(Bytes bytes) { unpack(bytes, compressed::Compression::gzip); }
void zstd(Bytes bytes) { unpack(bytes, compressed::Compression::zstd); }

// The first line says what the rest is: "3,4:f4".
void raw(Bytes bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string what(bytes.substr(0, end));
  const File file(end == Bytes::npos ? Bytes() : bytes.substr(end + 1));
  answers({ErrorKind::usage, ErrorKind::input, ErrorKind::resource, ErrorKind::mismatch}, [&] {
    const text::RawFile raw = text::raw_from("raw=x" + what);
    require(raw.offset >= 0 && !raw.path.empty(), "no place in a file");
    const auto reader = formats::open_raw_array(os::Input::open(file.path()), raw, "x");
    if (raw.slice) reader->select(*raw.slice);
    if (reader->buffer_bytes() > most_bytes) return;  // an empty file is a stream, whose size was typed
    const Array array = reader->read();
    require(count(array.view.extents) == 0 || array.view.data != nullptr, "no data");
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
