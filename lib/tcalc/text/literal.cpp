#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

using nlohmann::json;

constexpr std::size_t longest_cited = 60;  // of the literal, at the beginning of a message

Error usage(std::string_view typed, const std::string& fact, std::string hint = {}) {
  return {ErrorKind::usage, escaped(typed, longest_cited) + ": " + fact, std::move(hint)};
}

// An error at a byte of the literal, counted from 0.
Error usage_at(std::string_view typed, std::size_t byte, const std::string& fact, std::string hint = {}) {
  Error error = usage(typed, formatted("{} at byte {}", fact, byte), std::move(hint));
  error.sources.push_back({std::string(typed), {{byte, byte}}});
  return error;
}

bool belongs_to_word(char c) { return is_letter_or_digit(c) || c == '+' || c == '-' || c == '.'; }

// The word around `at`, or the one that ends just before.
std::string_view word_around(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  std::size_t end = at;
  while (begin > 0 && belongs_to_word(text[begin - 1])) --begin;
  while (end < text.size() && belongs_to_word(text[end])) ++end;
  return text.substr(begin, end - begin);
}

// Where the string begins that is still open at the end of the text; npos where none is.
std::size_t open_string_in(std::string_view text) {
  std::size_t begin = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begin != std::string_view::npos && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      begin = begin == std::string_view::npos ? i : std::string_view::npos;
  }
  return begin;
}

std::string hint_for(std::string_view word) {
  if (word == "True" || word == "False") return "write true or false";
  constexpr std::array specials = {"nan", "NaN", "inf", "-inf", "Infinity", "-Infinity"};
  if (std::ranges::find(specials, word) != specials.end())
    return R"(write "nan", "inf" or "-inf" in double quotes)";
  return {};
}

// What keeps typed from being JSON; reading it stopped just after the byte `at`, or at the end.
Error malformed(std::string_view typed, std::size_t at) {
  const std::string_view read = typed.substr(0, at);
  if (const std::size_t string = open_string_in(read); string != std::string_view::npos)
    return usage_at(typed, string, "a string that is not closed or not well-formed");
  const std::string_view word = word_around(typed, at);
  if (!word.empty() && !json::accept(word)) {
    const auto begin = static_cast<std::size_t>(word.data() - typed.data());
    return usage_at(typed, begin, in_quotes(word) + " is not a value", hint_for(word));
  }
  const std::string_view before = trimmed(read);
  if (before.ends_with('[')) return usage_at(typed, at, "expected a value or ']'");
  if (before.ends_with(',')) return usage_at(typed, at, "expected a value");
  return usage_at(typed, at, "expected ',' or ']'");
}

// Takes what nlohmann's parser finds, flat: it keeps no stack of calls, so nesting costs nothing.
class Builder : public nlohmann::json_sax<json> {
 public:
  explicit Builder(std::string_view typed) : typed_(typed) {}

  Tensor tensor() const {
    if (extents_.empty() || !values_.empty()) return tensor_of(values_);
    return Tensor(Dtype::float64, extents_);
  }

  bool boolean(bool value) override { return add({value ? 1.0 : 0.0, value ? 1 : 0, Kind::boolean}); }
  bool number_integer(number_integer_t value) override {
    return add({static_cast<double>(value), value, Kind::integer});
  }
  bool number_unsigned(number_unsigned_t value) override {
    const bool is_large = value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!is_large) return number_integer(static_cast<std::int64_t>(value));
    return add({static_cast<double>(value), static_cast<std::int64_t>(value), Kind::unsigned_integer});
  }
  bool number_float(number_float_t value, const string_t& written) override {
    // The parser falls back to a float for an integer of more than 64 bits.
    if (written.find_first_of(".eE") == std::string::npos) throw too_large(written);
    return add({value, 0, Kind::floating});
  }
  bool string(string_t& value) override {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (value == "nan") return add({std::numeric_limits<double>::quiet_NaN(), 0, Kind::floating});
    if (value == "inf") return add({infinity, 0, Kind::floating});
    if (value == "-inf") return add({-infinity, 0, Kind::floating});
    throw usage(typed_, "the string " + in_quotes(value) + " is not a number",
                R"(only "nan", "inf" and "-inf" are)");
  }

  bool start_array(std::size_t) override {
    if (open_.size() == max_rank) throw usage(typed_, formatted("rank exceeds {}", max_rank));
    if (!open_.empty()) ++open_.back();
    open_.push_back(0);
    if (rank_ && open_.size() > *rank_) throw different_depth(open_.size());
    return true;
  }
  bool end_array() override {
    const std::size_t axis = open_.size() - 1;
    const std::int64_t length = open_.back();
    if (length == 0) set_rank(open_.size());
    open_.pop_back();
    if (extents_.size() <= axis) extents_.resize(axis + 1, unknown);
    if (extents_[axis] == unknown) extents_[axis] = length;
    if (extents_[axis] == length) return true;
    throw usage(typed_,
                formatted("lists of different length: {} and {} at axis {}", extents_[axis], length, axis));
  }

  // The first of these is where the text says so: anything of the kind before it would have ended the
  // reading.
  bool null() override { throw usage_at(typed_, typed_.find("null"), "null is not a number"); }
  bool start_object(std::size_t) override {
    throw usage_at(typed_, typed_.find('{'), "an object is not a number");
  }
  bool key(string_t&) override { return false; }
  bool end_object() override { return false; }
  bool binary(binary_t&) override { return false; }

  bool parse_error(std::size_t read, const std::string& token, const json::exception& exception) override {
    constexpr int number_overflow = 406;
    if (exception.id == number_overflow)
      throw usage(typed_, escaped(token, longest_cited) + " does not fit float64");
    const std::size_t at = std::min(read, typed_.size() + 1) - 1;
    const bool complete = open_.empty() && !extents_.empty();
    if (complete) {
      const bool short_name = typed_.size() <= longest_cited;
      throw usage_at(typed_, at, "unexpected text after the list",
                     short_name ? "for a file of that name write ./" + escaped(typed_) : "");
    }
    throw malformed(typed_, at);
  }

 private:
  enum class Kind : std::uint8_t { boolean, integer, unsigned_integer, floating };
  struct Value {
    double number;
    std::int64_t integer;  // the bits of one beyond int64
    Kind kind;
  };
  static constexpr std::int64_t unknown = -1;

  bool add(const Value& value) {
    set_rank(open_.size());
    if (!open_.empty()) ++open_.back();
    values_.push_back(value);
    return true;
  }

  // Numbers and empty lists say how deep the lists go.
  void set_rank(std::size_t depth) {
    if (rank_ && *rank_ != depth) throw different_depth(depth);
    rank_ = depth;
  }

  Error different_depth(std::size_t depth) const {
    return usage(typed_, formatted("lists of different depth: {} and {}", *rank_, depth));
  }
  Error too_large(const std::string& written) const {
    const std::string number = escaped(written, longest_cited);
    return usage(typed_, number + " does not fit " + (number.starts_with('-') ? "int64" : "uint64"),
                 "write it as a float: " + number + ".0");
  }

  // No integer dtype holds a negative number and one beyond int64.
  void refuse_negative(const std::vector<Value>& values) const {
    const auto is_large = [](const Value& value) { return value.kind == Kind::unsigned_integer; };
    const auto is_negative = [](const Value& value) { return value.number < 0; };
    if (std::ranges::none_of(values, is_negative)) return;
    const auto large = static_cast<std::uint64_t>(std::ranges::find_if(values, is_large)->integer);
    throw usage(typed_, formatted("{} does not fit int64, which the negative numbers need", large),
                formatted("write it as a float: {}.0", large));
  }

  Tensor tensor_of(const std::vector<Value>& values) const {
    Kind widest = Kind::boolean;
    for (const Value& value : values) widest = std::max(widest, value.kind);
    const Dtype dtype = widest == Kind::boolean            ? Dtype::boolean
                        : widest == Kind::integer          ? Dtype::int64
                        : widest == Kind::unsigned_integer ? Dtype::uint64
                                                           : Dtype::float64;
    if (widest == Kind::unsigned_integer) refuse_negative(values);
    Tensor tensor(dtype, extents_);
    visit_dtype(dtype, [&](auto tag) {
      using T = typename decltype(tag)::type;
      auto* elements = reinterpret_cast<T*>(tensor.data());
      for (const Value& value : values)
        *elements++ = std::is_integral_v<T> ? cast<T>(value.integer) : cast<T>(value.number);
    });
    return tensor;
  }

  std::string_view typed_;
  std::vector<Value> values_;
  std::vector<std::int64_t> open_;  // elements so far of each list that is not closed
  std::vector<std::int64_t> extents_;
  std::optional<std::size_t> rank_;
};

}  // namespace

bool has_form_of_literal(std::string_view text) {
  return trimmed(text).starts_with('[') || text == "true" || text == "false";
}

Tensor literal_from(std::string_view typed) {
  Builder builder(typed);
  json::sax_parse(typed, &builder);
  return builder.tensor();
}

}  // namespace tcalc::text
