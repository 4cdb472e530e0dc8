#include <array>
#include <filesystem>
#include <fstream>

#include <tcalc/formats/foreign.hpp>
#include <tcalc/text/ending.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::formats {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view load_and_save = "load it with Python and numpy.save the array";

// The more special first.
constexpr std::array table = {
    Foreign{"a git-lfs pointer, not the file itself", "version ht"sv, 0, "", "git lfs pull --include FILE"},
    Foreign{"a git-annex pointer, not the file itself", "/annex/obj"sv, 0, "", "git annex get FILE"},
    Foreign{"an HTML page, perhaps an error of a download", "<!DOCTYPE"sv, 0, ".html .htm",
            "head FILE shows it"},
    Foreign{"an HTML page, perhaps an error of a download", "<!doctype"sv, 0, "", "head FILE shows it"},
    Foreign{"an HTML page, perhaps an error of a download", "<html"sv, 0, "", "head FILE shows it"},
    Foreign{"an XML document, perhaps an error of a download", "<?xml"sv, 0, ".xml", "head FILE shows it"},
    Foreign{"a gzip file", "\x1f\x8b"sv, 0, ".gz .tgz", "zcat FILE | tcalc ... -"},
    Foreign{"a bzip2 file", "BZh"sv, 0, ".bz2", "bzcat FILE | tcalc ... -"},
    Foreign{"an xz file",
            "\xfd"
            "7zXZ"sv,
            0, ".xz", "xzcat FILE | tcalc ... -"},
    Foreign{"a zstd file", "\x28\xb5\x2f\xfd"sv, 0, ".zst", "zstdcat FILE | tcalc ... -"},
    Foreign{"an .npy file, not an archive", "\x93NUMPY"sv, 0, "",
            "its name should end in .npy: cp FILE array.npy"},
    Foreign{"a zip archive", "PK\x03\x04"sv, 0, ".zip",
            "an .npz archive should be called so: cp FILE arrays.npz, then tcalc info arrays.npz",
            ".npz .pt .pth"},
    Foreign{"an empty zip archive", "PK\x05\x06"sv, 0, "", "", ".npz"},
    Foreign{"a Python pickle", "\x80\x02"sv, 0, ".pkl .pickle", load_and_save, ".pt .pth"},
    Foreign{"a Python pickle", "\x80\x03"sv, 0, "", load_and_save},
    Foreign{"a Python pickle", "\x80\x04"sv, 0, "", load_and_save},
    Foreign{"a Python pickle", "\x80\x05"sv, 0, "", load_and_save},
    Foreign{"a Python pickle", "(lp0\n"sv, 0, "", load_and_save},
    Foreign{"an HDF5 file", "\x89HDF\r\n"sv, 0, "", "its name should end so: cp FILE data.h5", ".h5 .hdf5"},
    Foreign{"a Parquet file", "PAR1"sv, 0, ".parquet", "read it with pandas and numpy.save the array"},
    Foreign{"an Arrow file", "ARROW1"sv, 0, ".arrow .feather",
            "read it with pyarrow and numpy.save the array"},
    Foreign{"a MATLAB file", "MATLAB 5.0"sv, 0, ".mat", "scipy.io.loadmat reads it; numpy.save the array"},
    Foreign{"a PNG picture", "\x89PNG\r\n"sv, 0, ".png", "tcalc show draws arrays as such"},
    Foreign{"a JPEG picture", "\xff\xd8\xff"sv, 0, ".jpg .jpeg", ""},
    Foreign{"a TIFF picture", "II*\0"sv, 0, ".tif .tiff", "read it with tifffile and numpy.save the array"},
    Foreign{"an SVG picture", "<svg"sv, 0, ".svg", "tcalc show draws arrays as such"},
    Foreign{"a GGUF model", "GGUF"sv, 0, "", "its name should end so: cp FILE model.gguf", ".gguf"},
    Foreign{"a safetensors file", "{\""sv, 8, "", "its name should end so: cp FILE model.safetensors",
            ".safetensors"},
    Foreign{"JSON, perhaps an error message of a server", "{"sv, 0, "", "head FILE shows it"},
    Foreign{"an .npy file that was read and written as text: its first byte became U+FFFD",
            "\xef\xbf\xbdNUMPY"sv, 0, "", "copy it again, as a binary file"},
    Foreign{"an .npy file that was written as text: its first byte became '?'", "?NUMPY"sv, 0, "",
            "copy it again, as a binary file"},
    Foreign{"an .npy file behind a UTF-8 byte order mark", "\xef\xbb\xbf\x93NUMPY"sv, 0, "",
            "tail -c +4 FILE | tcalc ... -"},
};

std::string with_name(std::string_view hint, std::string_view path) {
  constexpr std::string_view placeholder = "FILE";
  const std::size_t at = hint.find(placeholder);
  if (at == std::string_view::npos) return std::string(hint);
  return std::string(hint.substr(0, at)) + text::shell_quoted(std::string(path)) +
         std::string(hint.substr(at + placeholder.size()));
}

}  // namespace

const Foreign* foreign_by_bytes(std::string_view bytes) {
  for (const Foreign& entry : table) {
    if (bytes.size() < entry.offset) continue;
    if (bytes.substr(entry.offset).starts_with(entry.first_bytes)) return &entry;
  }
  return nullptr;
}

const Foreign* foreign_by_ending(std::string_view path) {
  for (const Foreign& entry : table) {
    if (!entry.endings.empty() && text::has_ending(path, entry.endings)) return &entry;
  }
  return nullptr;
}

std::string hint_of(const Foreign& foreign, std::string_view path) {
  const std::string hint = with_name(foreign.hint, path);
  return "it is " + std::string(foreign.what) + (hint.empty() ? "" : ": " + hint);
}

namespace {

// What helps with the name of a file does not help with a pipe.
std::string hint_of_stream(const Foreign& foreign) {
  const std::string fact = "it is " + std::string(foreign.what);
  return foreign.endings == ".zip" ? fact + ": an archive needs a file, cat > arrays.npz makes one" : fact;
}

bool is_regular_file(const std::string& path) {
  std::error_code failed;
  return std::filesystem::is_regular_file(path, failed);
}

void explain(npy::NotNpy& error, const os::Input& input) {
  if (error.first_bytes.starts_with("\x93NUMPY")) return;  // it is cut short
  if (const Foreign* foreign = foreign_by_bytes(error.first_bytes))
    error.hints.push_back(input.is_standard_input() ? hint_of_stream(*foreign)
                                                    : hint_of(*foreign, input.name()));
  else if (error.first_bytes.empty() && is_regular_file(input.name()))
    error.hints.emplace_back(OptionHint{"it is empty; the shell empties the target of > first: ", "out",
                                        "FILE", " may name an input"});
}

}  // namespace

npy::Reader open_npy(const std::shared_ptr<os::Input>& input, npy::Completeness completeness,
                     const npy::Dtypes& dtypes) {
  try {
    return npy::Reader(input, completeness, dtypes);
  } catch (npy::NotNpy& error) {
    explain(error, *input);
    throw Error(static_cast<const Error&>(error));
  }
}

void explain_by_bytes(Error& error, const std::string& path) {
  constexpr std::size_t enough = 16;
  std::string bytes(enough, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  const Foreign* foreign = foreign_by_bytes(bytes);
  if (foreign != nullptr && !text::has_ending(path, foreign->right_endings))
    error.hints.push_back(hint_of(*foreign, path));
}

npz::Archive open_archive(const std::string& path) {
  try {
    return npz::Archive(path);
  } catch (Error& error) {
    explain_by_bytes(error, path);
    throw;
  }
}

}  // namespace tcalc::formats
