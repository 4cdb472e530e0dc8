// zlib and libzstd, loaded when the first file is named that needs them.
#pragma once

#include <cstddef>
#include <memory>
#include <zlib.h>

namespace tcalc::compressed {

struct Zlib {
  decltype(&::inflateInit2_) inflateInit2_;
  decltype(&::inflate) inflate;
  decltype(&::inflateReset) inflateReset;
  decltype(&::inflateEnd) inflateEnd;
  decltype(&::deflateInit2_) deflateInit2_;
  decltype(&::deflate) deflate;
  decltype(&::deflateEnd) deflateEnd;
};

// What is used of zstd.h, version 1.4 and later, whose interface is stable: Debian has it in a package that
// nothing else here needs.
struct ZstdIn {
  const void* bytes;
  std::size_t size, position;
};
struct ZstdOut {
  void* bytes;
  std::size_t size, position;
};
// What a function returns where memory fails it: ZSTD_error_memory_allocation, the same in all versions.
inline constexpr std::size_t zstd_no_memory = 0 - std::size_t{64};
enum ZstdDirective : int { zstd_continue = 0, zstd_end = 2 };

struct Zstd {
  void* (*createDStream)();
  std::size_t (*freeDStream)(void*);
  std::size_t (*decompressStream)(void*, ZstdOut*, ZstdIn*);
  void* (*createCCtx)();
  std::size_t (*freeCCtx)(void*);
  std::size_t (*compressStream2)(void*, ZstdOut*, ZstdIn*, ZstdDirective);
  unsigned (*isError)(std::size_t);
  const char* (*getErrorName)(std::size_t);
};

// Both throw Error{input} with a hint how to install it.
std::shared_ptr<const Zlib> zlib();
std::shared_ptr<const Zstd> zstd();

}  // namespace tcalc::compressed
