#include <algorithm>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <thread>
#include <unistd.h>

#include <tcalc/npy/header.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>

using namespace tcalc;
using tcalc::test::Folder;
using tcalc::test::put;
using tcalc::test::refusal_of;

namespace {

// (2, 3) int16: 1 2 3 4 5 6.
const std::string six_shorts = std::string("\1\0\2\0\3\0\4\0\5\0\6\0", 12);
std::string file_of_six() { return npy::format_header(Dtype::int16, {2, 3}) + six_shorts; }

std::string bytes_of(const Array& array) {
  const auto size = static_cast<std::size_t>(count(array.view.extents) * size_of(array.view.dtype));
  return {reinterpret_cast<const char*>(array.view.data), size};
}

// Feeds `content` to a fifo in pieces of `step` bytes while `action` runs.
template <class Action>
void through_fifo(const std::string& path, const std::string& content, std::size_t step,
                  const Action& action) {
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  std::thread feeder([&] {
    const int end = open(path.c_str(), O_WRONLY);
    for (std::size_t at = 0; at < content.size(); at += step) {
      if (write(end, content.data() + at, std::min(step, content.size() - at)) < 0) break;
    }
    close(end);
  });
  action();
  feeder.join();
  unlink(path.c_str());
}

}  // namespace

TEST_CASE("whether elements are aligned is known from the header") {
  // A header of 49 bytes, as none of NumPy's is: the shorts begin at an odd place.
  const Folder folder;
  const std::string dict = "{'descr':'<i2','fortran_order':False,'shape':(2,3)}";
  const auto with_header_of = [&](std::size_t bytes) {
    std::string text = std::string("\x93NUMPY\1\0", 8) + static_cast<char>(bytes - 10) + '\0' + dict;
    text.resize(bytes - 1, ' ');
    return text + '\n' + six_shorts;
  };
  for (const std::size_t bytes : {64, 65, 66}) {
    put(folder / "a.npy", with_header_of(bytes));
    npy::Reader reader(os::Input::open(folder / "a.npy"));
    CHECK(reader.layout().aligned == (bytes % 2 == 0));
    const Array array = reader.read();
    CHECK(array.view.aligned == (bytes % 2 == 0));
    CHECK(reinterpret_cast<std::uintptr_t>(array.view.data) % 2 == bytes % 2);
    CHECK(bytes_of(array) == six_shorts);
  }
  through_fifo(folder / "pipe", with_header_of(65), 7, [&] {
    npy::Reader reader(os::Input::open(folder / "pipe"));
    CHECK(reader.layout().aligned);
    CHECK(bytes_of(reader.read()) == six_shorts);
  });
}

TEST_CASE("the layout of a part of a stream is that of the buffer it is gathered to") {
  const Folder folder;
  const Slice slice = {"[::-1]", "a", {{SliceItemKind::range, std::nullopt, std::nullopt, -1}}};
  put(folder / "a.npy", file_of_six());
  npy::Reader file(os::Input::open(folder / "a.npy"));
  file.select(slice);
  CHECK(file.layout().strides == Strides{-3, 1});
  CHECK(file.read().view.strides == Strides{-3, 1});
  through_fifo(folder / "pipe", file_of_six(), 7, [&] {
    npy::Reader reader(os::Input::open(folder / "pipe"));
    reader.select(slice);
    CHECK(reader.layout().strides == Strides{3, 1});
    const Array part = reader.read();
    CHECK(part.view.strides == Strides{3, 1});
    CHECK(bytes_of(part) == six_shorts.substr(6) + six_shorts.substr(0, 6));
  });
}

TEST_CASE("a regular file is mapped, and needs no buffer") {
  const Folder folder;
  put(folder / "a.npy", file_of_six());
  npy::Reader reader(os::Input::open(folder / "a.npy"));
  CHECK(reader.buffer_bytes() == 0);
  CHECK(reader.trailing_bytes() == 0);
  const Array array = reader.read();
  CHECK(array.view.dtype == Dtype::int16);
  CHECK(array.view.extents == Extents{2, 3});
  CHECK(array.view.strides == Strides{3, 1});
  CHECK(bytes_of(array) == six_shorts);
}

TEST_CASE("a pipe is streamed into a buffer, however few bytes come at a time") {
  const Folder folder;
  for (const std::size_t step : {1, 7, 4096}) {
    through_fifo(folder / "fifo", file_of_six(), step, [&] {
      npy::Reader reader(os::Input::open(folder / "fifo"));
      CHECK(reader.buffer_bytes() == 12);
      CHECK(reader.trailing_bytes() == 0);
      CHECK(bytes_of(reader.read()) == six_shorts);
    });
  }
}

TEST_CASE("arrays follow one another on a stream, read or skipped") {
  const Folder folder;
  const std::string one = npy::format_header(Dtype::uint8, {3}) + "abc";
  const std::string other = npy::format_header(Dtype::uint8, {}) + "z";
  through_fifo(folder / "fifo", one + one + other + "rest", 5, [&] {
    const auto input = os::Input::open(folder / "fifo");
    CHECK(bytes_of(npy::Reader(input).read()) == "abc");
    npy::Reader(input).skip();
    CHECK(bytes_of(npy::Reader(input).read()) == "z");
    CHECK(refusal_of([&] { npy::Reader another(input); }) ==
          "input: " + (folder / "fifo") + ": not an .npy file: 4 bytes, the header needs at least 10");
  });
}

TEST_CASE("a stream that ends within its data is truncated, read or skipped") {
  const Folder folder;
  const std::string half = file_of_six().substr(0, file_of_six().size() - 7);
  const std::string said =
      "input: " + (folder / "fifo") +
      ": truncated: shape (2, 3) int16 needs 12 bytes of data, the stream ended after 5 bytes";
  through_fifo(folder / "fifo", half, 64, [&] {
    npy::Reader reader(os::Input::open(folder / "fifo"));
    CHECK(refusal_of([&] { reader.read(); }) == said);
  });
  through_fifo(folder / "fifo", half, 64, [&] {
    npy::Reader reader(os::Input::open(folder / "fifo"));
    CHECK(refusal_of([&] { reader.skip(); }) == said);
  });
}

TEST_CASE("an array of a stream that is larger than memory is refused before its data are waited for") {
  const Folder folder;
  through_fifo(folder / "fifo", npy::format_header(Dtype::float64, {1024, 1 << 30}), 4096, [&] {
    npy::Reader reader(os::Input::open(folder / "fifo"));
    const std::string said = refusal_of([&] { reader.read(); });
    CHECK(said.starts_with("resource: " + (folder / "fifo") +
                           ": shape (1024, 1073741824) float64 needs 8 TiB, "));
    CHECK(said.ends_with(" are available"));
  });
}

TEST_CASE("a file that lacks data is refused by its header; one that has more says how much") {
  const Folder folder;
  put(folder / "short", file_of_six().substr(0, file_of_six().size() - 1));
  put(folder / "long", file_of_six() + "tail");
  CHECK(refusal_of([&] { npy::Reader reader(os::Input::open(folder / "short")); }) ==
        "input: " + (folder / "short") +
            ": truncated: shape (2, 3) int16 needs 12 bytes of data, the file has 11");
  npy::Reader reader(os::Input::open(folder / "long"));
  CHECK(reader.trailing_bytes() == 4);
  CHECK(bytes_of(reader.read()) == six_shorts);
}

TEST_CASE("order and byte order are those of the file") {
  const Folder folder;
  const std::string dict = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }";
  const std::string header =
      std::string("\x93NUMPY\1\0", 8) + static_cast<char>(dict.size() + 1) + '\0' + dict + "\n";
  put(folder / "f.npy", header + six_shorts);
  const Array array = npy::Reader(os::Input::open(folder / "f.npy")).read();
  CHECK(array.view.strides == Strides{1, 2});
  CHECK(array.view.byte_swapped);
  CHECK(bytes_of(array) == six_shorts);
}

TEST_CASE("an array without elements needs no data") {
  const Folder folder;
  put(folder / "empty.npy", npy::format_header(Dtype::float64, {3, 0}));
  npy::Reader reader(os::Input::open(folder / "empty.npy"));
  CHECK(reader.trailing_bytes() == 0);
  CHECK(count(reader.read().view.extents) == 0);
}
