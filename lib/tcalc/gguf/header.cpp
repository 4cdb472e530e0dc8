#include <algorithm>
#include <concepts>
#include <string>

#include <nlohmann/json.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/gguf/header.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::gguf {

namespace {

constexpr std::string_view magic = "GGUF";
constexpr int deepest = 8;  // lists within lists
constexpr std::uint64_t most_alignment = 1 << 20;
constexpr std::string_view alignment_key = "general.alignment";

// The types of metadata, by their numbers.
enum class ValueType : std::uint32_t {
  uint8,
  int8,
  uint16,
  int16,
  uint32,
  int32,
  float32,
  boolean,
  text,
  list,
  uint64,
  int64,
  float64,
};

std::string quoted(std::string_view text) {
  using Json = nlohmann::json;
  return Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

class HeaderReader {
 public:
  HeaderReader(std::span<const std::byte> bytes, bool is_whole, std::string_view name)
      : bytes_(bytes), is_whole_(is_whole), name_(name) {}

  Header read() {
    read_preamble();
    const auto tensors = number<std::uint64_t>(), metadata = number<std::uint64_t>();
    for (std::uint64_t i = 0; i < metadata; ++i) read_metadata();
    for (std::uint64_t i = 0; i < tensors; ++i) read_tensor();
    header_.bytes = static_cast<std::int64_t>(at_);
    find_duplicates();
    return std::move(header_);
  }

 private:
  [[noreturn]] void fail(const std::string& fact) const {
    throw Error(ErrorKind::input, std::string(name_) + ": " + fact);
  }

  std::span<const std::byte> take(std::uint64_t count) {
    const std::size_t left = bytes_.size() - at_;
    if (count <= left) {
      at_ += count;
      return bytes_.subspan(at_ - count, count);
    }
    if (!is_whole_) fail(formatted("the header has more than {} bytes", longest_header));
    fail(formatted("truncated: the header needs {} at byte {}, {} left",
                   count == 1 ? "1 byte" : formatted("{} bytes", count), at_, counted(left, "is", "are")));
  }

  template <class T>
  T number() {
    return load<T>(take(sizeof(T)).data(), header_.big_endian);
  }

  std::string_view text() {
    const auto length = number<std::uint64_t>();
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  void read_preamble() {
    const bool is_gguf = bytes_.size() >= magic.size() + sizeof(std::uint32_t) &&
                         std::ranges::equal(bytes_.first(magic.size()), std::as_bytes(std::span(magic)));
    if (!is_gguf) fail("not a GGUF file");
    at_ = magic.size();
    auto version = number<std::uint32_t>();
    if ((version & 0xffffu) == 0) {
      header_.big_endian = true;
      at_ = magic.size();
      version = number<std::uint32_t>();
    }
    if (version != 2 && version != 3)
      fail(formatted("GGUF version {} is not supported (2 and 3 are)", version));
    header_.version = version;
  }

  void read_metadata() {
    std::string key(text());
    const auto type = static_cast<ValueType>(number<std::uint32_t>());
    std::string value = type == ValueType::text ? std::string(text()) : "";
    if (type == ValueType::text)
      add_text(value.size());
    else
      append_value(value, type, key, 0);
    if (key == alignment_key) take_alignment(value);
    header_.metadata.emplace_back(std::move(key), std::move(value));
  }

  void add_text(std::size_t bytes) {
    metadata_bytes_ += bytes;
    if (metadata_bytes_ > longest_metadata)
      fail(formatted("the metadata have more than {} bytes as text", longest_metadata));
  }

  // A value that is no text of its own, as JSON.
  void append_value(std::string& json, ValueType type, const std::string& key, int depth) {
    const std::size_t before = json.size();
    switch (type) {
      case ValueType::uint8:
        json += std::to_string(number<std::uint8_t>());
        break;
      case ValueType::int8:
        json += std::to_string(number<std::int8_t>());
        break;
      case ValueType::uint16:
        json += std::to_string(number<std::uint16_t>());
        break;
      case ValueType::int16:
        json += std::to_string(number<std::int16_t>());
        break;
      case ValueType::uint32:
        json += std::to_string(number<std::uint32_t>());
        break;
      case ValueType::int32:
        json += std::to_string(number<std::int32_t>());
        break;
      case ValueType::uint64:
        json += std::to_string(number<std::uint64_t>());
        break;
      case ValueType::int64:
        json += std::to_string(number<std::int64_t>());
        break;
      case ValueType::float32:
        json += formatted("{}", number<float>());
        break;
      case ValueType::float64:
        json += formatted("{}", number<double>());
        break;
      case ValueType::boolean:
        json += number<std::uint8_t>() != 0 ? "true" : "false";
        break;
      case ValueType::text:
        json += quoted(text());
        break;
      case ValueType::list:
        return append_list(json, key, depth);
      default:
        fail(formatted("metadata {} is of type {}, which GGUF has not", in_quotes(key),
                       static_cast<std::uint32_t>(type)));
    }
    add_text(json.size() - before);
  }

  void append_list(std::string& json, const std::string& key, int depth) {
    if (depth == deepest) fail(formatted("metadata {} is nested too deep", in_quotes(key)));
    const auto type = static_cast<ValueType>(number<std::uint32_t>());
    const auto length = number<std::uint64_t>();
    json += '[';
    for (std::uint64_t i = 0; i < length; ++i) {
      if (i > 0) json += ',';
      add_text(1);
      append_value(json, type, key, depth + 1);
    }
    json += ']';
  }

  void take_alignment(const std::string& value) {
    const bool is_number = !value.empty() && value.size() < 8 &&
                           std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    header_.alignment = is_number ? std::stoull(value) : 0;
    if (header_.alignment == 0 || header_.alignment % 8 != 0 || header_.alignment > most_alignment)
      fail(formatted("{} is {}, not a multiple of 8", alignment_key, escaped(value)));
  }

  void read_tensor() {
    Tensor tensor;
    tensor.name = text();
    const auto rank = number<std::uint32_t>();
    if (rank > static_cast<std::uint32_t>(max_rank))
      fail(formatted("tensor {}: has more than {} axes", in_quotes(tensor.name), max_rank));
    for (std::uint32_t axis = 0; axis < rank; ++axis) {
      const auto extent = number<std::uint64_t>();
      if (extent > INT64_MAX)
        fail(formatted("tensor {}: {} is too large for a size", in_quotes(tensor.name), extent));
      tensor.extents.push_back(static_cast<std::int64_t>(extent));
    }
    std::ranges::reverse(tensor.extents);
    tensor.type = number<std::uint32_t>();
    tensor.offset = number<std::uint64_t>();
    header_.tensors.push_back(std::move(tensor));
  }

  void find_duplicates() {
    std::vector<std::string_view> tensors, keys;
    for (const Tensor& tensor : header_.tensors) tensors.push_back(tensor.name);
    for (const auto& [key, value] : header_.metadata) keys.push_back(key);
    for (auto* names : {&tensors, &keys}) {
      std::ranges::sort(*names);
      for (std::size_t i = 1; i < names->size(); ++i) {
        if ((*names)[i] == (*names)[i - 1]) header_.duplicates.emplace_back((*names)[i]);
      }
    }
  }

  std::span<const std::byte> bytes_;
  bool is_whole_;
  std::string_view name_;
  std::size_t at_ = 0;
  std::size_t metadata_bytes_ = 0;
  Header header_;
};

}  // namespace

Header parse_header(std::span<const std::byte> bytes, bool is_whole, std::string_view name) {
  return HeaderReader(bytes, is_whole, name).read();
}

}  // namespace tcalc::gguf
