#include <tcalc/compressed/compression.hpp>
#include <tcalc/text/ending.hpp>

namespace tcalc::compressed {

namespace {
constexpr std::string_view gzip_ending = ".gz", zstd_ending = ".zst";
}

Compression compression_of(std::string_view path) {
  if (text::has_ending(path, gzip_ending)) return Compression::gzip;
  if (text::has_ending(path, zstd_ending)) return Compression::zstd;
  return Compression::none;
}

std::string_view without_compression(std::string_view path) {
  switch (compression_of(path)) {
    case Compression::gzip:
      return path.substr(0, path.size() - gzip_ending.size());
    case Compression::zstd:
      return path.substr(0, path.size() - zstd_ending.size());
    case Compression::none:
      break;
  }
  return path;
}

}  // namespace tcalc::compressed
