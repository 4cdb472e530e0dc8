#include <nlohmann/json.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/safetensors/index.hpp>

namespace tcalc::safetensors {

namespace {

// Takes "weight_map" and the "total_size" of "metadata"; all else is passed over.
class IndexReader {
 public:
  IndexReader(std::string_view name, Index& index) : name_(name), index_(index) {}

  using Json = nlohmann::json;

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(Json::number_integer_t) { return value(); }
  bool number_float(Json::number_float_t, const std::string&) { return value(); }
  bool binary(Json::binary_t&) { return value(); }

  bool number_unsigned(Json::number_unsigned_t number) {
    if (depth_ == 2 && outer_ == "metadata" && inner_ == "total_size") index_.total_bytes = number;
    return value();
  }

  bool string(std::string& text) {
    if (!is_in_map()) return value();
    if (text.empty() || text.find('/') != std::string::npos)
      fail(formatted("tensor {} is said to be in {}, which is not a file beside it", in_quotes(inner_),
                     in_quotes(text)));
    index_.weights.emplace_back(inner_, std::move(text));
    return true;
  }

  bool start_object(std::size_t) { return open(); }
  bool start_array(std::size_t) {
    if (depth_ == 0) fail("the index is not a JSON object");
    return open();
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& text) {
    if (depth_ == 1)
      outer_ = std::move(text);
    else if (depth_ == 2)
      inner_ = std::move(text);
    has_map_ = has_map_ || outer_ == "weight_map";
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    fail(formatted("the index is not JSON: byte {} of it", position));
  }

  void require_map() const {
    if (!has_map_) fail("the index has no weight_map");
  }

 private:
  [[noreturn]] void fail(const std::string& fact) const {
    throw Error(ErrorKind::input, std::string(name_) + ": " + fact);
  }
  bool is_in_map() const { return depth_ == 2 && outer_ == "weight_map"; }
  bool value() {
    if (depth_ == 0) fail("the index is not a JSON object");
    if (is_in_map()) fail("the file of tensor " + in_quotes(inner_) + " is not text");
    return true;
  }
  bool open() {
    if (is_in_map()) fail("the file of tensor " + in_quotes(inner_) + " is not text");
    ++depth_;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }

  std::string_view name_;
  Index& index_;
  std::size_t depth_ = 0;
  std::string outer_, inner_;  // keys of the first two levels
  bool has_map_ = false;
};

}  // namespace

Index parse_index(std::string_view text, std::string_view name) {
  Index index;
  IndexReader reader(name, index);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  reader.require_map();
  return index;
}

}  // namespace tcalc::safetensors
