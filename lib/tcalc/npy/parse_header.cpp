// The dict of a header: {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }, its keys in any order.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/npy/header_text.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::npy {

namespace {

std::string_view without_order(std::string_view descr) {
  const bool marked = !descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos;
  return descr.substr(marked ? 1 : 0);
}

// A dtype that NumPy has and tcalc has not: strings, bytes, void, dates, times, and floats beyond 64 bits.
bool is_numpy_dtype(std::string_view descr) {
  descr = without_order(descr);
  if (descr.empty()) return false;
  const char kind = descr[0];
  descr.remove_prefix(1);
  const std::string_view size = descr.substr(0, descr.find('['));
  const bool digits = std::ranges::all_of(size, [](char letter) { return letter >= '0' && letter <= '9'; });
  if (std::string_view("USaV").find(kind) != std::string_view::npos) return digits && size == descr;
  if (kind == 'M' || kind == 'm') return digits;
  return (kind == 'f' && (descr == "12" || descr == "16")) ||
         (kind == 'c' && (descr == "24" || descr == "32"));
}

// O4 and O8 are Python 2's.
bool is_object(std::string_view descr) {
  descr = without_order(descr);
  return descr == "O" || descr == "O4" || descr == "O8" || descr == "object";
}

// What programs of machine learning write, though NumPy alone does not read it.
bool is_machine_learning_dtype(std::string_view descr) {
  return descr.starts_with("float8_") || descr == "int4" || descr == "uint4";
}

// Bytes of one element; 0 where the word does not say it.
std::int64_t item_bytes_of(std::string_view descr) {
  if (is_machine_learning_dtype(descr)) return 1;
  descr = without_order(descr);
  if (descr.empty()) return 0;
  if (descr[0] == 'M' || descr[0] == 'm') return 8;
  std::int64_t bytes = 0;
  const std::string_view size = descr.substr(1);
  if (std::from_chars(size.data(), size.data() + size.size(), bytes).ptr != size.data() + size.size())
    return 0;
  constexpr std::int64_t bytes_of_letter = 4;  // UCS-4
  return checked_multiply(bytes, descr[0] == 'U' ? bytes_of_letter : 1).value_or(0);
}

Error unsupported_dtype(const HeaderText& text, std::string_view descr) {
  Error error =
      text.error(formatted("dtype {} is not supported (supported: {})", cited(descr), supported_dtypes()));
  const std::string_view code = without_order(descr);
  constexpr std::string_view convert =
      ", which .npy has no code for: convert the array to float32 before saving it";
  if (code == "V2") error.hints.push_back(OptionHint{"it may be bfloat16: ", "as", "bf16", " reads it"});
  if (code == "V1")
    error.hints.push_back(
        OptionHint{"it may be float8: ", "as", "float8_e4m3fn", " reads it, or float8_e5m2"});
  if (descr.starts_with("float8_") || descr.ends_with("int4"))
    error.hints.push_back("a dtype of ml_dtypes" + std::string(convert));
  return error;
}

void take_foreign(Header& header, std::string_view descr) {
  header.foreign = shortened(descr);
  header.foreign_bytes = item_bytes_of(descr);
}

// "<V2": two bytes that may be anything.
bool is_void_of(std::string_view descr, Dtype dtype) {
  return without_order(descr) == formatted("V{}", size_of(dtype));
}

std::optional<ParsedDtype> dtype_of_descr(std::string_view descr, std::optional<Dtype> of_void) {
  const bool big_endian = descr.starts_with('>');
  if (of_void && is_void_of(descr, *of_void)) return ParsedDtype{*of_void, big_endian};
  if (without_order(descr) == "g2") return ParsedDtype{Dtype::bfloat16, big_endian};
  // So ml_dtypes calls this one alone of its float8; NumPy does not read it.
  if (without_order(descr) == "f1") return ParsedDtype{Dtype::float8_e5m2, false};
  return parse_dtype(descr);
}

void parse_descr(HeaderText& text, Header& header, const Dtypes& dtypes) {
  text.skip_space();
  const bool any = dtypes.foreign;
  // A list is a structured dtype, a tuple a subarray.
  if (text.peek() == '[' || text.peek() == '(') {
    if (any) return take_foreign(header, text.value());
    throw unsupported_dtype(text, text.value());
  }
  const bool is_word = text.peek() == '\'' || text.peek() == '"' || text.peek() == 'u';
  if (!is_word) throw text.error("descr must be a string like '<f8', not " + cited(text.value()));
  const std::string_view descr = text.quoted();
  const auto parsed = dtype_of_descr(descr, dtypes.of_void);
  const bool foreign =
      !parsed && (is_object(descr) || is_numpy_dtype(descr) || is_machine_learning_dtype(descr));
  if (foreign && any) return take_foreign(header, descr);
  if (is_object(descr)) throw text.error("object arrays hold Python pickles and are never loaded");
  if (foreign) throw unsupported_dtype(text, descr);
  if (!parsed) throw text.error("unknown dtype " + cited(descr));
  header.dtype = parsed->dtype;
  header.big_endian = parsed->big_endian;
}

void parse_order(HeaderText& text, Header& header) {
  const std::string_view word = text.value();
  if (word != "True" && word != "False")
    throw text.error("fortran_order must be True or False, not " + cited(word));
  header.fortran_order = word == "True";
}

// start: where the integer should be; stop: what keeps it from being one.
Error not_an_integer(const HeaderText& start, const HeaderText& stop) {
  if (stop.at_end()) return stop.malformed("an integer");
  const std::string found = stop.found();
  Error error =
      start.error(formatted("shape: expected a decimal integer {}, found {}", start.place(), found));
  if (found.starts_with("'np.") || found.starts_with("'numpy.")) {
    error.hints.push_back(
        "the writer printed a NumPy scalar: save the array again with a shape of plain integers");
  }
  return error;
}

// Digits as Python 3 reads them: no leading zeros, no underscores.
std::int64_t parse_dim(HeaderText& text, bool takes_long_suffix) {
  text.skip_space();
  const HeaderText start = text;
  const std::string_view digits = text.digits();
  const bool has_leading_zeros = digits.size() > 1 && digits[0] == '0';
  if (digits.empty() || has_leading_zeros) throw not_an_integer(start, start);
  if (takes_long_suffix && text.peek() == 'L') text.accept('L');
  const bool ends = text.at_space() || text.peek() == ',' || text.peek() == ')';
  if (!ends) throw not_an_integer(start, text);
  std::int64_t size = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (parsed.ec != std::errc()) throw text.error("shape: " + shortened(digits) + " is too large");
  return size;
}

bool is_negative(HeaderText text) {
  text.skip_space();
  return text.accept('-') && !text.digits().empty();
}

Error not_a_tuple(HeaderText shape) {
  return shape.error("shape must be a tuple like (2, 3), not " + cited(shape.value()));
}

// Counts every dim but keeps no more than a shape may have.
void parse_shape(HeaderText& text, Header& header) {
  HeaderText start = text;
  // Python 2 on 64-bit Windows wrote (2L, 3L); version 3.0 came after it.
  const bool takes_long_suffix = header.major_version < 3;
  std::int64_t rank = 0;
  if (!text.accept('(')) throw not_a_tuple(start);
  while (!text.accept(')')) {
    if (is_negative(text))
      throw text.error("shape " + shortened(start.value()) + ": dimensions cannot be negative");
    const std::int64_t size = parse_dim(text, takes_long_suffix);
    if (++rank <= max_rank) header.extents.push_back(size);
    if (text.accept(',')) continue;
    if (text.peek() != ')') throw text.malformed("','");
    if (rank == 1) throw not_a_tuple(start);
  }
  if (rank > max_rank) throw text.error(formatted("rank {} exceeds {}", rank, max_rank));
}

// The three keys, each once.
class Keys {
 public:
  void take(const HeaderText& text, std::string_view key) {
    const auto known = std::ranges::find(names_, key);
    if (known == names_.end()) throw wrong(text, "; found " + cited(key));
    bool& seen = seen_[static_cast<std::size_t>(known - names_.begin())];
    if (seen) throw wrong(text, "; found " + cited(key) + " twice");
    seen = true;
  }
  void require_all(const HeaderText& text) const {
    for (std::size_t key = 0; key < names_.size(); ++key) {
      if (!seen_[key]) throw wrong(text, "; '" + std::string(names_[key]) + "' is missing");
    }
  }

 private:
  static Error wrong(const HeaderText& text, const std::string& what) {
    return text.error("header must have exactly descr, fortran_order, shape" + what);
  }
  static constexpr std::array<std::string_view, 3> names_ = {"descr", "fortran_order", "shape"};
  std::array<bool, 3> seen_ = {};
};

void check_size(const HeaderText& text, const Header& header) {
  const auto shape = [&] {
    return "shape " + shortened(text_of({header.extents.begin(), header.extents.end()}));
  };
  const auto elements = checked_product(header.extents);
  if (!elements) throw text.error(shape() + " has too many elements");
  const std::int64_t size = header.item_bytes();
  const auto bytes = checked_multiply(*elements, size);
  // The end of the data must have an offset too.
  if (!bytes || !checked_add(*bytes, header.data_offset)) {
    throw text.error(formatted("{} x {} bytes is too large", shape(), size));
  }
}

}  // namespace

Header parse_dict(const Preamble& preamble, std::string_view dict, std::string_view name,
                  const Dtypes& dtypes) {
  HeaderText text(dict, preamble.dict_offset, name);
  const std::size_t nul = dict.find('\0');
  if (nul != std::string_view::npos) {
    const std::int64_t position = preamble.dict_offset + static_cast<std::int64_t>(nul);
    throw text.error(formatted("malformed header: a NUL at byte {}", position));
  }
  Header header;
  header.major_version = preamble.major_version;
  header.data_offset = preamble.dict_offset + preamble.dict_bytes;
  Keys keys;
  text.expect('{');
  while (!text.accept('}')) {
    const std::string_view key = text.quoted();
    keys.take(text, key);
    text.expect(':');
    if (key == "descr")
      parse_descr(text, header, dtypes);
    else if (key == "fortran_order")
      parse_order(text, header);
    else
      parse_shape(text, header);
    if (text.accept(',')) continue;
    text.expect('}');
    break;
  }
  text.skip_space();
  if (!text.at_end())
    throw text.error(
        formatted("malformed header: expected its end {}, found {}", text.place(), text.found()));
  keys.require_all(text);
  check_size(text, header);
  return header;
}

}  // namespace tcalc::npy
