#include <tcalc/compressed/libraries.hpp>
#include <tcalc/os/shared_library.hpp>

namespace tcalc::compressed {

std::shared_ptr<const Zlib> zlib() {
  const os::SharedLibrary library(TCALC_LIBZ, ".gz files", "zlib1g");
  auto functions = std::make_shared<Zlib>();
  library.find("inflateInit2_", functions->inflateInit2_);
  library.find("inflate", functions->inflate);
  library.find("inflateReset", functions->inflateReset);
  library.find("inflateEnd", functions->inflateEnd);
  library.find("deflateInit2_", functions->deflateInit2_);
  library.find("deflate", functions->deflate);
  library.find("deflateEnd", functions->deflateEnd);
  return functions;
}

std::shared_ptr<const Zstd> zstd() {
  const os::SharedLibrary library("libzstd.so.1", ".zst files", "libzstd1");
  auto functions = std::make_shared<Zstd>();
  library.find("ZSTD_createDStream", functions->createDStream);
  library.find("ZSTD_freeDStream", functions->freeDStream);
  library.find("ZSTD_decompressStream", functions->decompressStream);
  library.find("ZSTD_createCCtx", functions->createCCtx);
  library.find("ZSTD_freeCCtx", functions->freeCCtx);
  library.find("ZSTD_compressStream2", functions->compressStream2);
  library.find("ZSTD_isError", functions->isError);
  library.find("ZSTD_getErrorName", functions->getErrorName);
  return functions;
}

}  // namespace tcalc::compressed
