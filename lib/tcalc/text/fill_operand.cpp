#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/fill_operand.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

struct Pieces {
  FillKind kind = FillKind::zeros;
  std::optional<std::string_view> argument, dtype;
  std::string_view shape;
};

Pieces pieces_of(std::string_view typed) {
  const std::size_t name_end = typed.find_first_of("=:");
  Pieces pieces = {*fill_kind(typed.substr(0, name_end)), {}, {}, {}};
  std::size_t colon = name_end;
  if (typed[name_end] == '=') {
    colon = typed.find(':', name_end);
    pieces.argument = trimmed(typed.substr(name_end + 1, colon - name_end - 1));
  }
  if (colon == std::string_view::npos) return pieces;
  pieces.shape = typed.substr(colon + 1);
  const std::size_t second = pieces.shape.find(':');
  if (second != std::string_view::npos) {
    pieces.dtype = trimmed(pieces.shape.substr(second + 1));
    pieces.shape = pieces.shape.substr(0, second);
  }
  pieces.shape = trimmed(pieces.shape);
  return pieces;
}

// Codes are too short for one to be nearer than another.
std::string dtype_hint(std::string_view word) {
  constexpr std::size_t shortest_name = 4;
  constexpr std::size_t longest_word = 20;
  constexpr std::size_t near = 2;
  if (word.size() < shortest_name || word.size() > longest_word) return {};
  std::string_view nearest;
  std::size_t least = near + 1;
  for (int i = 0; i < dtype_count; ++i) {
    const std::string_view name = name_of(static_cast<Dtype>(i));
    const std::size_t distance = edit_distance(word, name);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest.empty() ? std::string() : "did you mean " + std::string(nearest) + "?";
}

// Whether an element of dtype holds the value; rounding to fewer digits is holding it.
bool holds(Dtype dtype, double value, std::int64_t integer) {
  return visit_stored(dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    if constexpr (std::is_same_v<T, Boolean>) {
      return value == 0 || value == 1;
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
      return static_cast<double>(static_cast<std::uint64_t>(integer)) == value;
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<double>(integer) == value && std::in_range<T>(integer);
    } else {
      return !std::isfinite(value) || std::isfinite(cast<std::complex<double>>(cast<T>(value)).real());
    }
  });
}

class FillParser {
 public:
  explicit FillParser(std::string_view typed) : typed_(typed), pieces_(pieces_of(typed)) {
    fill_.kind = pieces_.kind;
  }

  Fill parse() {
    if (pieces_.shape.empty()) throw usage("a fill needs a shape", example("2,3"));
    fill_.extents = extents();
    parse_argument();
    if (pieces_.dtype) fill_.dtype = explicit_dtype();
    check_dtype();
    return std::move(fill_);
  }

 private:
  Error usage(const std::string& fact, std::string hint = {}) const {
    return {ErrorKind::usage, escaped(typed_) + ": " + fact, std::move(hint)};
  }
  std::string kind() const { return std::string(name_of(pieces_.kind)); }

  std::string example(std::string_view shape) const {
    const std::string argument = pieces_.kind == FillKind::full      ? "=7.5"
                                 : pieces_.kind == FillKind::randint ? "=10"
                                                                     : "";
    return kind() + argument + ":" + escaped(shape);
  }

  Extents extents() const {
    const Shape shape = shape_from(pieces_.shape, typed_);
    for (const Dim& dim : shape) {
      if (!dim.is_known()) throw usage("the size of a fill must be a number, not " + in_quotes(dim.text()));
    }
    if (pieces_.kind != FillKind::eye) return shape.extents();
    if (shape.rank() == 1) return square(shape[0]);
    if (shape.rank() != 2)
      throw usage(formatted("eye takes one size or two, not {}", shape.rank()), "eye:3 or eye:3,4");
    return shape.extents();
  }

  Extents square(const Dim& side) const {
    const Dims dims = {side, side};
    if (const auto defect = Shape::defect(dims)) {
      throw Error(ErrorKind::resource, escaped(typed_) + ": " + *defect);
    }
    return Shape(dims).extents();
  }

  void parse_argument() {
    const bool takes = takes_argument(pieces_.kind);
    if (takes && pieces_.argument.value_or("").empty()) {
      throw usage(kind() + " needs a value: " + example(pieces_.shape));
    }
    if (!takes && pieces_.argument) {
      throw usage(kind() + " takes no value", "full=VALUE:SHAPE fills with a value");
    }
    if (pieces_.kind == FillKind::full) parse_value(*pieces_.argument);
    if (pieces_.kind == FillKind::randint) parse_bound(*pieces_.argument);
    if (pieces_.kind == FillKind::arange) fill_.dtype = Dtype::int64;
  }

  void parse_value(std::string_view word) {
    if (word == "true" || word == "false") {
      fill_.integer = word == "true" ? 1 : 0;
      fill_.value = static_cast<double>(fill_.integer);
      fill_.dtype = Dtype::boolean;
      return;
    }
    const auto value = parse_number(word);
    if (!value)
      throw usage(in_quotes(word) + " is not a number" +
                  (is_written_as_number(word) ? " that float64 holds" : ""));
    fill_.value = *value;
    if (const auto integer = parse_integer(word)) {
      fill_.integer = *integer;
      fill_.dtype = Dtype::int64;
    } else if (const auto large = parse_unsigned(word)) {
      fill_.integer = static_cast<std::int64_t>(*large);
      fill_.dtype = Dtype::uint64;
    } else if (is_digits(word.starts_with('-') ? word.substr(1) : word)) {
      require_float_for(word);
    } else if (std::trunc(*value) == *value && std::abs(*value) < 0x1p63) {
      fill_.integer = static_cast<std::int64_t>(*value);
    }
  }

  static bool is_written_as_number(std::string_view word) {
    return std::ranges::any_of(word, is_digit) &&
           word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  }

  // An integer that neither int64 nor uint64 holds can only be the value of floats.
  void require_float_for(std::string_view word) const {
    if (pieces_.dtype) return;
    const std::string cited = escaped(word, longest_number);
    throw usage(cited + " does not fit " + (cited.starts_with('-') ? "int64" : "uint64"),
                "write it as a float: " + cited + ".0");
  }

  void parse_bound(std::string_view word) {
    const auto bound = parse_integer(word);
    if (!bound && is_digits(word)) throw usage(in_quotes(word) + " does not fit int64");
    if (!bound || *bound < 1)
      throw usage("the bound of randint must be a positive integer, not " + in_quotes(word));
    fill_.integer = *bound;
    fill_.value = static_cast<double>(*bound);
    fill_.dtype = Dtype::int64;
  }

  Dtype explicit_dtype() const {
    const auto parsed = parse_dtype(*pieces_.dtype);
    if (parsed) return parsed->dtype;
    throw usage(formatted("unknown dtype {} (supported: {})", in_quotes(*pieces_.dtype), supported_dtypes()),
                dtype_hint(*pieces_.dtype));
  }

  void check_dtype() const {
    const std::string dtype(name_of(fill_.dtype));
    const DtypeKind dtype_kind = info(fill_.dtype).kind;
    const bool makes_floats = pieces_.kind == FillKind::rand || pieces_.kind == FillKind::randn;
    if (makes_floats && dtype_kind != DtypeKind::floating && dtype_kind != DtypeKind::complex) {
      throw usage(kind() + " makes floats, not " + dtype);
    }
    if (pieces_.kind == FillKind::full && !holds(fill_.dtype, fill_.value, fill_.integer)) {
      throw usage(escaped(*pieces_.argument, longest_number) + " does not fit " + dtype);
    }
    if (pieces_.kind != FillKind::randint) return;
    const std::int64_t largest = fill_.integer - 1;
    if (!holds(fill_.dtype, static_cast<double>(largest), largest)) {
      throw usage(formatted("randint makes values up to {}, which does not fit {}", largest, dtype));
    }
  }

  static constexpr std::size_t longest_number = 40;  // more digits tell no more

  std::string_view typed_;
  Pieces pieces_;
  Fill fill_;
};

}  // namespace

bool has_form_of_fill(std::string_view text) {
  const std::size_t end = text.find_first_of("=:");
  return end != std::string_view::npos && fill_kind(text.substr(0, end)).has_value();
}

Fill fill_from(std::string_view typed) { return FillParser(typed).parse(); }

}  // namespace tcalc::text
