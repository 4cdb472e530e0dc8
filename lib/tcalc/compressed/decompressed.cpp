#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/compressed/compression.hpp>
#include <tcalc/compressed/libraries.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::compressed {

namespace {

// Each kind is asked for more until there is some.
class Decompressed : public os::Input {
 public:
  Decompressed(std::shared_ptr<os::Input> input, std::string_view kind)
      : Input(input->name()), input_(std::move(input)), kind_(kind) {}

  std::optional<os::FileIdentity> identity() const override { return input_->identity(); }
  bool is_standard_input() const override { return input_->is_standard_input(); }
  std::optional<std::int64_t> size() const override { return std::nullopt; }
  void check_unchanged() override { input_->check_unchanged(); }

 protected:
  // Decompresses from begin_ to end_ of the chunk, moves begin_, and returns how many bytes came out.
  virtual std::size_t decompress(std::span<std::byte> result) = 0;
  // Whether what was read so far is whole.
  virtual bool is_whole() const = 0;

  [[noreturn]] void refuse(std::string_view what) const {
    throw Error(ErrorKind::input, formatted("{}: corrupt {} data: {}", name(), kind_, what));
  }

  std::array<std::byte, std::size_t{1} << 16> chunk_;
  std::size_t begin_ = 0, end_ = 0;

 private:
  std::size_t read_some(std::span<std::byte> result) override {
    while (!result.empty()) {
      // First what is left within: a full result may have cut it short.
      if (const std::size_t count = decompress(result); count > 0) return count;
      if (begin_ < end_) continue;
      begin_ = 0;
      end_ = input_->read(chunk_);
      if (end_ > 0) continue;
      if (is_whole()) return 0;
      throw Error(ErrorKind::input, formatted("{}: truncated: its {} data end after {} of the file", name(),
                                              kind_, counted(input_->position(), "byte")));
    }
    return 0;
  }

  bool seek(std::int64_t) override { return false; }

  std::shared_ptr<os::Input> input_;
  std::string_view kind_;
};

class Gunzipped final : public Decompressed {
 public:
  explicit Gunzipped(std::shared_ptr<os::Input> input)
      : Decompressed(std::move(input), "gzip"), library_(zlib()) {
    constexpr int window_and_gzip = 15 + 16;
    if (library_->inflateInit2_(&stream_, window_and_gzip, ZLIB_VERSION, sizeof stream_) != Z_OK)
      throw Error(ErrorKind::resource, name() + ": not enough memory to decompress it");
  }
  Gunzipped(const Gunzipped&) = delete;
  Gunzipped& operator=(const Gunzipped&) = delete;
  ~Gunzipped() override { library_->inflateEnd(&stream_); }

 private:
  std::size_t decompress(std::span<std::byte> result) override {
    if (ended_) {  // another member may follow
      if (begin_ == end_) return 0;
      library_->inflateReset(&stream_);
      ended_ = false;
    }
    const auto room = static_cast<uInt>(std::min<std::size_t>(result.size(), UINT32_MAX));
    stream_.next_in = reinterpret_cast<Bytef*>(chunk_.data() + begin_);
    stream_.avail_in = static_cast<uInt>(end_ - begin_);
    stream_.next_out = reinterpret_cast<Bytef*>(result.data());
    stream_.avail_out = room;
    const int answer = library_->inflate(&stream_, Z_NO_FLUSH);
    begin_ = end_ - stream_.avail_in;
    ended_ = answer == Z_STREAM_END;
    if (answer == Z_MEM_ERROR)
      throw Error(ErrorKind::resource, name() + ": not enough memory to decompress it");
    if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR)
      refuse(stream_.msg == nullptr ? "it needs a dictionary" : stream_.msg);
    return room - stream_.avail_out;
  }

  bool is_whole() const override { return ended_; }

  std::shared_ptr<const Zlib> library_;
  z_stream stream_ = {};
  bool ended_ = true;  // of a member, or nothing has begun
};

class Unzstded final : public Decompressed {
 public:
  explicit Unzstded(std::shared_ptr<os::Input> input)
      : Decompressed(std::move(input), "zstd"), library_(zstd()), stream_(library_->createDStream()) {
    if (stream_ == nullptr) throw Error(ErrorKind::resource, name() + ": not enough memory to decompress it");
  }
  Unzstded(const Unzstded&) = delete;
  Unzstded& operator=(const Unzstded&) = delete;
  ~Unzstded() override { library_->freeDStream(stream_); }

 private:
  // A frame that needs more than 128 MiB of what came before is refused by the library.
  std::size_t decompress(std::span<std::byte> result) override {
    if (begin_ == end_ && left_ == 0) return 0;
    ZstdIn in = {chunk_.data() + begin_, end_ - begin_, 0};
    ZstdOut out = {result.data(), result.size(), 0};
    const std::size_t answer = library_->decompressStream(stream_, &out, &in);
    if (answer == zstd_no_memory)
      throw Error(ErrorKind::resource, name() + ": not enough memory to decompress it");
    if (library_->isError(answer) != 0) refuse(library_->getErrorName(answer));
    begin_ += in.position;
    left_ = answer;
    return out.position;
  }

  bool is_whole() const override { return left_ == 0; }

  std::shared_ptr<const Zstd> library_;
  void* stream_;
  std::size_t left_ = 0;  // 0 at the end of a frame
};

}  // namespace

std::shared_ptr<os::Input> decompressed(std::shared_ptr<os::Input> input, Compression compression) {
  if (compression == Compression::gzip) return std::make_shared<Gunzipped>(std::move(input));
  if (compression == Compression::zstd) return std::make_shared<Unzstded>(std::move(input));
  return input;
}

}  // namespace tcalc::compressed
