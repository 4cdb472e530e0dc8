#include <algorithm>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/ending.hpp>

using namespace tcalc;
using namespace tcalc::formats;

TEST_CASE("the ending of a file says its format, in any case of letters") {
  CHECK(of_file("a.npy") == &npy_format);
  CHECK(of_file("A.NPY") == &npy_format);
  CHECK(of_file("folder.csv/E.Npz") == &npz_format);
  CHECK(of_file("t.CSV") == &csv_format);
  CHECK(of_file("t.tsv") == &tsv_format);
  CHECK(of_file("t.json") == &json_format);
  CHECK(of_file("t.txt") == &text_format);
  CHECK(of_file("a.npy.gz") == &npy_format);
  CHECK(of_file("A.CSV.ZST") == &csv_format);
  for (const std::string file : {"a.bin", "a", ".npy", "a.gz", "a.npz.gz", "a.npyx", "npy"}) {
    CAPTURE(file);
    CHECK(of_file(file) == nullptr);
  }
}

TEST_CASE("every format is found by its name, and --format has all that are streams") {
  for (const Format* format : all()) CHECK(find(format->name) == format);
  CHECK(find("yaml") == nullptr);
  CHECK(stream_names() == std::vector<std::string>{"text", "json", "csv", "tsv", "npy", "raw"});
}

TEST_CASE("every format can be written, and says what it can hold") {
  for (const Format* format : all()) {
    CAPTURE(format->name);
    CHECK((format->write != nullptr) != format->holds_many());
    CHECK_FALSE(format->summary.empty());
    CHECK((format->map != nullptr) == (format->header != nullptr));
  }
}

TEST_CASE("an operand FILE:NAME is told by the endings of the formats that hold many arrays") {
  for (const Format* format : all()) {
    CAPTURE(format->name);
    for (std::string_view endings = format->endings; !endings.empty();) {
      const std::string_view ending = endings.substr(0, endings.find(' '));
      endings.remove_prefix(std::min(ending.size() + 1, endings.size()));
      const bool is_listed = std::ranges::find(text::archive_endings, ending) != text::archive_endings.end();
      CHECK(format->holds_many() == is_listed);
    }
  }
}

TEST_CASE("what is no array file is known by its first bytes") {
  const auto what = [](std::string_view bytes) {
    const Foreign* foreign = foreign_by_bytes(bytes);
    return foreign == nullptr ? std::string("unknown") : std::string(foreign->what);
  };
  using namespace std::string_view_literals;
  CHECK(what("version https://git-lfs"sv) == "a git-lfs pointer, not the file itself");
  CHECK(what("\x1f\x8b\x08"sv) == "a gzip file");
  CHECK(what("PK\x03\x04..") == "a zip archive");
  CHECK(what("\x80\x04]q"sv) == "a Python pickle");
  CHECK(what("\x89HDF\r\n\x1a\n"sv) == "an HDF5 file");
  CHECK(what("\x30\0\0\0\0\0\0\0{\"w\""sv) == "a safetensors file");
  CHECK(what("{\"message\"") == "JSON, perhaps an error message of a server");
  CHECK(what("\xef\xbb\xbf\x93NUMPY"sv) == "an .npy file behind a UTF-8 byte order mark");
  CHECK(what("\x93NUMPX"sv) == "unknown");
  CHECK(what("") == "unknown");
}

TEST_CASE("a hint about a foreign file can be pasted") {
  const Foreign* gzip = foreign_by_ending("a b.NPY.GZ");
  REQUIRE(gzip != nullptr);
  CHECK(hint_of(*gzip, "a b.npy.gz") == "it is a gzip file: zcat 'a b.npy.gz' | tcalc ... -");
  CHECK(foreign_by_ending("a.npy") == nullptr);
}
