#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/compressed/libraries.hpp>
#include <tcalc/compressed/output.hpp>
#include <tcalc/core/error.hpp>

namespace tcalc::compressed {

namespace {

using Chunk = std::array<std::byte, std::size_t{1} << 16>;

class Gzip final : public Output {
 public:
  explicit Gzip(Write write) : library_(zlib()), write_(std::move(write)) {
    constexpr int window_and_gzip = 15 + 16, memory = 8;
    if (library_->deflateInit2_(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_and_gzip, memory,
                                Z_DEFAULT_STRATEGY, ZLIB_VERSION, sizeof stream_) != Z_OK)
      throw Error(ErrorKind::resource, "not enough memory to compress");
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { library_->deflateEnd(&stream_); }

  void write(std::span<const std::byte> bytes) override {
    constexpr std::size_t most = std::size_t{1} << 30;  // its counts have 32 bits
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), most)))
      compress(bytes.first(std::min(bytes.size(), most)), Z_NO_FLUSH);
  }

  void finish() override { compress({}, Z_FINISH); }

 private:
  void compress(std::span<const std::byte> bytes, int flush) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(chunk_.data());
      stream_.avail_out = static_cast<uInt>(chunk_.size());
      library_->deflate(&stream_, flush);
      write_(std::span(chunk_).first(chunk_.size() - stream_.avail_out));
    } while (stream_.avail_out == 0);
  }

  std::shared_ptr<const Zlib> library_;
  Write write_;
  z_stream stream_ = {};
  Chunk chunk_;
};

class ZstdOutput final : public Output {
 public:
  explicit ZstdOutput(Write write)
      : library_(zstd()), context_(library_->createCCtx()), write_(std::move(write)) {
    if (context_ == nullptr) throw Error(ErrorKind::resource, "not enough memory to compress");
  }
  ZstdOutput(const ZstdOutput&) = delete;
  ZstdOutput& operator=(const ZstdOutput&) = delete;
  ~ZstdOutput() override { library_->freeCCtx(context_); }

  void write(std::span<const std::byte> bytes) override {
    if (!bytes.empty()) compress(bytes, zstd_continue);
  }

  void finish() override { compress({}, zstd_end); }

 private:
  void compress(std::span<const std::byte> bytes, ZstdDirective directive) {
    ZstdIn in = {bytes.data(), bytes.size(), 0};
    while (true) {
      ZstdOut out = {chunk_.data(), chunk_.size(), 0};
      const std::size_t left = library_->compressStream2(context_, &out, &in, directive);
      // Nothing else can fail: the bytes are as they are, and there is room for the result.
      if (library_->isError(left) != 0) throw Error(ErrorKind::resource, "not enough memory to compress");
      write_(std::span(chunk_).first(out.position));
      if (directive == zstd_end ? left == 0 : in.position == in.size) return;
    }
  }

  std::shared_ptr<const Zstd> library_;
  void* context_;
  Write write_;
  Chunk chunk_;
};

}  // namespace

std::unique_ptr<Output> Output::create(Compression compression, Write write) {
  if (compression == Compression::gzip) return std::make_unique<Gzip>(std::move(write));
  if (compression == Compression::zstd) return std::make_unique<ZstdOutput>(std::move(write));
  return nullptr;
}

}  // namespace tcalc::compressed
