#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/safetensors/header.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::safetensors {

namespace {

constexpr std::size_t deepest = 8;  // of values under keys that the format does not know

// Takes the header piece by piece, as it is read: no tree is made of it.
class HeaderReader {
 public:
  HeaderReader(std::string_view name, Header& header, const std::function<void()>& passed)
      : name_(name), header_(header), passed_text_(passed) {}

  using Json = nlohmann::json;

  // All of it is within an object: the text begins with '{'.
  bool null() { return other_value(); }
  bool boolean(bool) { return other_value(); }
  bool number_integer(Json::number_integer_t) { return number(std::nullopt); }
  bool number_unsigned(Json::number_unsigned_t value) { return number(value); }
  bool number_float(Json::number_float_t, const std::string&) { return number(std::nullopt); }
  bool binary(Json::binary_t&) { return other_value(); }

  bool string(std::string& value) {
    if (passed_ > 0) return true;
    if (is_metadata_ && depth_ == 2) {
      header_.metadata.back().second = std::move(value);
    } else if (key_ == Key::dtype) {
      tensor().dtype = std::move(value);
      has_dtype_ = true;
      key_ = Key::none;
    } else {
      return other_value();
    }
    return true;
  }

  bool start_object(std::size_t) {
    if (passed_ > 0 || key_ == Key::unknown) return pass_deeper();
    if (depth_ == 2 && is_metadata_) fail("the metadata holds something other than text");
    if (depth_ == 2 || list_ != Key::none) fail_of_tensor("has an object where a value belongs");
    ++depth_;
    return true;
  }

  bool key(std::string& value) {
    if (passed_ > 0) return true;
    if (depth_ == 1) {
      is_metadata_ = value == metadata_key;
      if (is_metadata_)
        note_duplicate(has_metadata_, value);
      else
        begin_tensor(value);
      has_metadata_ = has_metadata_ || is_metadata_;
    } else if (is_metadata_) {
      note_duplicate(!metadata_keys_.insert(value).second, value);
      header_.metadata.emplace_back(std::move(value), "");
    } else {
      begin_value(value);
    }
    return true;
  }

  bool end_object() {
    if (passed_ > 0) return pass_up();
    if (depth_ == 2 && !is_metadata_) end_tensor();
    --depth_;
    return true;
  }

  bool start_array(std::size_t) {
    if (passed_ > 0 || key_ == Key::unknown) return pass_deeper();
    if (is_metadata_) fail("the metadata holds something other than text");
    if (list_ != Key::none || (key_ != Key::shape && key_ != Key::data_offsets))
      fail_of_tensor("has a list where a value belongs");
    list_ = key_;
    return true;
  }

  bool end_array() {
    if (passed_ > 0) return pass_up();
    if (list_ == Key::data_offsets && offsets_ != 2) fail_of_tensor("data_offsets are not two numbers");
    list_ = key_ = Key::none;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    fail(formatted("the header is not JSON: byte {} of it", position));
  }

 private:
  enum class Key : std::uint8_t { none, dtype, shape, data_offsets, unknown };

  Tensor& tensor() { return header_.tensors.back(); }

  [[noreturn]] void fail(const std::string& fact) const {
    throw Error(ErrorKind::input, std::string(name_) + ": " + fact);
  }
  [[noreturn]] void fail_of_tensor(const std::string& fact) {
    if (depth_ < 2) fail("the header is not an object of tensors");
    fail(formatted("tensor {}: {}", in_quotes(tensor().name), fact));
  }

  void note_duplicate(bool is_one, const std::string& name) {
    if (is_one) header_.duplicates.push_back(name);
  }

  void begin_tensor(std::string& name) {
    constexpr std::size_t often = 4096;  // tensors, some hundred KiB of text
    if (passed_text_ && header_.tensors.size() % often == often - 1) passed_text_();
    header_.tensors.emplace_back().name = std::move(name);
    has_dtype_ = has_shape_ = false;
    offsets_ = 0;
    key_ = Key::none;
  }

  void begin_value(const std::string& key) {
    key_ = key == "dtype"          ? Key::dtype
           : key == "shape"        ? Key::shape
           : key == "data_offsets" ? Key::data_offsets
                                   : Key::unknown;
    const bool again = (key_ == Key::dtype && has_dtype_) || (key_ == Key::shape && has_shape_) ||
                       (key_ == Key::data_offsets && offsets_ > 0);
    if (again) fail_of_tensor(key + " comes twice");
    has_shape_ = has_shape_ || key_ == Key::shape;
    if (key_ == Key::unknown) header_.unknown_keys.push_back(tensor().name + ": " + key);
  }

  void end_tensor() {
    const char* const missing = !has_dtype_     ? "dtype"
                                : !has_shape_   ? "shape"
                                : offsets_ == 0 ? "data_offsets"
                                                : nullptr;
    if (missing != nullptr) fail_of_tensor(std::string(missing) + " is missing");
  }

  // A value that only a key may have that the format does not know.
  bool other_value() {
    if (passed_ > 0) return true;
    if (is_metadata_) fail("the metadata holds something other than text");
    if (key_ != Key::unknown) fail_of_tensor("has a value of another kind than the format says");
    key_ = Key::none;
    return true;
  }

  bool number(std::optional<std::uint64_t> value) {
    if (list_ == Key::none) return other_value();
    const bool is_shape = list_ == Key::shape;
    if (!value || (is_shape && *value > INT64_MAX))
      fail_of_tensor(is_shape ? "shape holds a number that is not a size"
                              : "data_offsets hold a number that is not an offset");
    if (is_shape) {
      if (tensor().extents.size() == max_rank) fail_of_tensor(formatted("has more than {} axes", max_rank));
      tensor().extents.push_back(static_cast<std::int64_t>(*value));
    } else {
      if (offsets_ == 2) fail_of_tensor("data_offsets are not two numbers");
      (offsets_++ == 0 ? tensor().begin : tensor().end) = *value;
    }
    return true;
  }

  bool pass_deeper() {
    if (++passed_ > deepest) fail("the header is nested too deep");
    return true;
  }
  bool pass_up() {
    if (--passed_ == 0) key_ = Key::none;
    return true;
  }

  std::string_view name_;
  Header& header_;
  const std::function<void()>& passed_text_;
  int depth_ = 0;
  bool is_metadata_ = false, has_metadata_ = false;
  Key key_ = Key::none;     // whose value comes next
  Key list_ = Key::none;    // of the list that is open
  std::size_t passed_ = 0;  // lists and objects open under a key that the format does not know
  bool has_dtype_ = false, has_shape_ = false;
  int offsets_ = 0;
  std::set<std::string> metadata_keys_;
};

// How many tensors the text can have at most: their list is then allocated once, where growing would take
// twice the memory for a moment.
std::size_t most_tensors(std::string_view text) {
  constexpr std::string_view in_each = "\"data_offsets\"",
                             shortest = R"("":{"dtype":"","shape":[],"data_offsets":[0,0]})";
  std::size_t count = 0;
  for (std::size_t at = text.find(in_each); at != std::string_view::npos;
       at = text.find(in_each, at + in_each.size()))
    ++count;
  return std::min(count, text.size() / shortest.size());
}

void find_duplicates(Header& header) {
  std::vector<std::string_view> names;
  names.reserve(header.tensors.size());
  for (const Tensor& tensor : header.tensors) names.push_back(tensor.name);
  std::ranges::sort(names);
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == names[i - 1]) header.duplicates.emplace_back(names[i]);
  }
}

}  // namespace

Header parse_header(std::string_view text, std::string_view name, const std::function<void()>& passed) {
  if (!text.starts_with('{'))
    throw Error(ErrorKind::input, std::string(name) + ": the header does not begin with '{'");
  Header header;
  header.tensors.reserve(most_tensors(text));
  HeaderReader reader(name, header, passed);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  find_duplicates(header);
  const std::size_t end = text.find_last_not_of(' ');
  header.is_padded_oddly = text[end] != '}';
  return header;
}

std::string metadata_text(const Metadata& metadata) {
  using Json = nlohmann::ordered_json;
  Json object = Json::object();
  for (const auto& [key, value] : metadata) object[key] = value;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Metadata parse_metadata(std::string_view text, std::string_view name) {
  const std::string header = "{\"" + std::string(metadata_key) + "\":" + std::string(text) + "}";
  return parse_header(header, name).metadata;
}

std::string format_header(const std::vector<Tensor>& tensors, const Metadata& metadata,
                          std::string_view name) {
  using Json = nlohmann::ordered_json;
  const auto quoted = [](const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  std::string text = "{";
  const auto add = [&](const std::string& key, const std::string& value) {
    text += (text.size() > 1 ? "," : "") + quoted(key) + ":" + value;
  };
  if (!metadata.empty()) add(std::string(metadata_key), metadata_text(metadata));
  for (const Tensor& tensor : tensors) {
    std::string shape;
    for (const std::int64_t extent : tensor.extents)
      shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    add(tensor.name, formatted("{{\"dtype\":{},\"shape\":[{}],\"data_offsets\":[{},{}]}}",
                               quoted(tensor.dtype), shape, tensor.begin, tensor.end));
  }
  text += "}";
  text.append((length_bytes - text.size() % length_bytes) % length_bytes, ' ');
  if (static_cast<std::int64_t>(text.size()) > longest_header)
    throw Error(ErrorKind::output,
                formatted("{}: the header would be longer than {} bytes, the most that the format allows",
                          name, longest_header));
  std::string bytes(length_bytes, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(text.size() >> 8 * i & 0xff);
  return bytes + text;
}

}  // namespace tcalc::safetensors
