#include <algorithm>
#include <charconv>
#include <complex>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/csv.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

using Complex = std::complex<double>;

template <class T>
std::string cell_text(T value, std::optional<int> precision) {
  if constexpr (std::is_same_v<T, Boolean>) {
    return value.byte != 0 ? "True" : "False";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(value);
  } else if constexpr (is_complex<T>) {
    const std::string imaginary = real_text(value.imag(), precision);
    return real_text(value.real(), precision) + (imaginary.starts_with('-') ? "" : "+") + imaginary + "j";
  } else {
    return real_text(value, precision);
  }
}

// What a cell holds; a later kind can hold all that an earlier one can, but for truth.
enum class CellKind : std::uint8_t { truth, integer, unsigned_integer, real, complex };

struct Cell {
  CellKind kind = CellKind::integer;
  std::uint64_t integer = 0;  // of a negative one the bits in two's complement
  Complex number = 0;

  bool is_negative() const { return number.real() < 0; }
};

std::string_view without_plus(std::string_view word) { return word.substr(word.starts_with('+') ? 1 : 0); }

std::optional<Complex> parse_complex(std::string_view word) {
  if (word.starts_with('(') && word.ends_with(')')) word = word.substr(1, word.size() - 2);
  if (!word.ends_with('j')) return std::nullopt;
  word.remove_suffix(1);
  // Where the second part begins: at the last sign that is not an exponent's; at 0 where it is all.
  std::size_t split = word.size();
  while (split > 0) {
    --split;
    const bool is_sign = word[split] == '+' || word[split] == '-';
    if (split > 0 && is_sign && word[split - 1] != 'e' && word[split - 1] != 'E') break;
  }
  const auto real = split > 0 ? parse_number(without_plus(word.substr(0, split))) : std::optional(0.0);
  const auto imaginary = parse_number(without_plus(word.substr(split)));
  if (!real || !imaginary) return std::nullopt;
  return Complex{*real, *imaginary};
}

std::optional<Cell> parse_cell(std::string_view word) {
  if (const auto integer = parse_integer(without_plus(word)))
    return Cell{CellKind::integer, static_cast<std::uint64_t>(*integer), static_cast<double>(*integer)};
  if (const auto integer = parse_unsigned(without_plus(word)))
    return Cell{CellKind::unsigned_integer, *integer, static_cast<double>(*integer)};
  if (const auto number = parse_number(without_plus(word))) return Cell{CellKind::real, 0, *number};
  if (word == "True" || word == "true") return Cell{CellKind::truth, 1, 1};
  if (word == "False" || word == "false") return Cell{CellKind::truth, 0, 0};
  if (const auto number = parse_complex(word)) return Cell{CellKind::complex, 0, *number};
  return std::nullopt;
}

constexpr char white_space = ' ';  // as a separator: any run of spaces and tabs

// The separator of a line: the first of these that it has.
char separator_of(std::string_view line) {
  for (const char separator : {';', '\t', ','}) {
    if (line.find(separator) != std::string_view::npos) return separator;
  }
  return white_space;
}

void refuse_utf16(std::string_view text, std::string_view name) {
  if (!text.starts_with("\xff\xfe") && !text.starts_with("\xfe\xff")) return;
  throw Error(ErrorKind::input, std::string(name) + ": the text is UTF-16, not UTF-8",
              "iconv -f UTF-16 -t UTF-8 writes it anew");
}

// A file of zeros may be larger than could ever be looked at.
void refuse_zeros(std::string_view text, std::string_view name) {
  constexpr std::size_t looked_at = 4096;
  const std::size_t place = text.substr(0, looked_at).find('\0');
  if (place != std::string_view::npos)
    throw Error(ErrorKind::input, formatted("{}: no text: byte {} is 0", name, place));
}

std::string empty_mark(const Extents& extents, Dtype dtype) {
  return formatted("# {} {}", Shape(extents).text(), name_of(dtype));
}

// The array without elements that a text of comments stands for, as write_csv has it.
std::optional<Tensor> empty_from(std::string_view text) {
  const std::string_view line = trimmed(text);
  const std::size_t end = line.rfind(' ');
  if (!line.starts_with("# (") || line.find('\n') != std::string_view::npos) return std::nullopt;
  const auto dtype = parse_dtype(line.substr(end + 1));
  Extents extents;
  std::int64_t size = 0;
  for (const char* at = line.data() + 2; at < line.data() + end; ++at) {
    const auto [stop, error] = std::from_chars(at, line.data() + end, size);
    if (stop == at) continue;
    if (error != std::errc() || size < 0) return std::nullopt;
    extents.push_back(size);
    at = stop;
  }
  const bool is_empty = std::ranges::find(extents, 0) != extents.end();
  if (!dtype || !is_empty || extents.size() > 2 || empty_mark(extents, dtype->dtype) != line)
    return std::nullopt;
  return Tensor(dtype->dtype, extents);
}

class Table {
 public:
  Table(std::string_view text, std::string_view name, const TableForm& form)
      : text_(text), name_(name), separator_(form.separator), skip_(form.skip) {
    refuse_utf16(text, name);
    refuse_zeros(text, name);
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  }

  Tensor read() {
    measure();
    if (rows_ == 0) {
      if (auto empty = empty_from(text_)) return *std::move(empty);
    }
    if (rows_ == 0) throw Error(ErrorKind::input, std::string(name_) + ": no values: all lines are blank");
    Tensor result(dtype(), columns_ == 1 ? Extents{rows_} : Extents{rows_, columns_});
    std::byte* to = result.data();
    const auto store = [&](auto value) {
      std::memcpy(to, &value, sizeof value);
      to += sizeof value;
    };
    for_each_cell([&](const Cell& cell) {
      switch (result.dtype()) {
        case Dtype::boolean:
          return store(static_cast<std::uint8_t>(cell.integer));
        case Dtype::int64:
        case Dtype::uint64:
          return store(cell.integer);
        case Dtype::float64:
          return store(cell.number.real());
        default:
          return store(cell.number);
      }
    });
    return result;
  }

 private:
  void measure() {
    bool all_truth = true, has_negative = false;
    for_each_cell([&](const Cell& cell) {
      all_truth = all_truth && cell.kind == CellKind::truth;
      has_negative = has_negative || (cell.kind == CellKind::integer && cell.is_negative());
      if (cell.kind != CellKind::truth) kind_ = std::max(kind_, cell.kind);
    });
    if (all_truth) kind_ = CellKind::truth;
    // No integer dtype has both.
    if (has_negative && kind_ == CellKind::unsigned_integer) kind_ = CellKind::real;
  }

  Dtype dtype() const {
    constexpr Dtype dtypes[] = {Dtype::boolean, Dtype::int64, Dtype::uint64, Dtype::float64,
                                Dtype::complex128};
    return dtypes[static_cast<std::size_t>(kind_)];
  }

  void for_each_cell(const std::function<void(const Cell&)>& visit) {
    rows_ = 0;
    std::int64_t line = 0;
    for (std::size_t at = 0; at < text_.size();) {
      // Lines end in a line feed, a carriage return, or both.
      const std::size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
      const std::string_view content = trimmed(text_.substr(at, end - at));
      at = end + (text_.substr(end).starts_with("\r\n") ? 2 : 1);
      ++line;
      if (line <= skip_ || content.empty() || content[0] == '#') continue;
      read_row(content, line, visit);
      ++rows_;
    }
  }

  void read_row(std::string_view row, std::int64_t line, const std::function<void(const Cell&)>& visit) {
    if (!separator_) separator_ = separator_of(row);
    const std::string_view separators =
        *separator_ == white_space ? " \t" : std::string_view(&*separator_, 1);
    std::int64_t column = 0;
    for (std::size_t at = 0; at <= row.size();) {
      const std::size_t end = std::min(row.find_first_of(separators, at), row.size());
      std::string_view word = trimmed(row.substr(at, end - at));
      at = end + 1;
      if (word.empty() && *separator_ == white_space) continue;
      if (word.size() > 1 && word[0] == '"' && word.back() == '"') word = word.substr(1, word.size() - 2);
      ++column;
      const auto cell = parse_cell(word);
      if (!cell) throw refusal(line, column, word);
      visit(*cell);
    }
    if (rows_ == 0) {
      columns_ = column;
      first_line_ = line;
    }
    if (column != columns_)
      throw Error(ErrorKind::input,
                  formatted("{}: line {}, column {}: the row has {}, line {} has {}", name_, line,
                            std::min(column, columns_) + 1, counted(column, "cell"), first_line_, columns_));
  }

  Error refusal(std::int64_t line, std::int64_t column, std::string_view word) const {
    const std::string place = formatted("{}: line {}, column {}: ", name_, line, column);
    if (word.empty())
      return {ErrorKind::input, place + "the cell is empty", "nan stands for a missing value"};
    Error error(ErrorKind::input, place + in_quotes(word) + " is not a number");
    if (is_number_out_of_range(word))
      return {ErrorKind::input, place + in_quotes(word) + " does not fit float64"};
    if (word.find_first_of(";\t, ") != std::string_view::npos)
      error.hints.push_back(std::string("cells are separated by ") + separator_name());
    else if (rows_ == 0)
      error.hints.push_back(OptionHint{"", "skip", std::to_string(line),
                                       " leaves out a line of names, as a '#' before it does"});
    return error;
  }

  std::string separator_name() const {
    if (*separator_ == white_space) return "spaces";
    return *separator_ == '\t' ? "tabs" : std::string("'") + *separator_ + "'";
  }

  std::string_view text_, name_;
  std::optional<char> separator_;
  std::int64_t skip_;
  std::int64_t rows_ = 0, columns_ = 0, first_line_ = 0;
  CellKind kind_ = CellKind::integer;
};

}  // namespace

void write_csv(const TensorView& view, char separator, std::optional<int> precision, const Sink& sink) {
  if (count(view.extents) == 0) return sink(empty_mark(view.extents, view.dtype) + "\n");
  const std::size_t rank = view.extents.size();
  const std::int64_t rows = rank > 0 ? view.extents[0] : 1;
  const std::int64_t columns = rank > 1 ? view.extents[1] : 1;
  const std::int64_t row_step = rank > 0 ? view.strides[0] : 0;
  const std::int64_t column_step = rank > 1 ? view.strides[1] : 0;
  visit_stored(view.dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    std::string line;
    for (std::int64_t i = 0; i < rows; ++i) {
      line.clear();
      for (std::int64_t j = 0; j < columns; ++j) {
        const std::byte* const element = view.data + (i * row_step + j * column_step) * size_of(view.dtype);
        if (j > 0) line += separator;
        line += cell_text(load<T>(element, view.byte_swapped), precision);
      }
      sink(line + "\n");
    }
  });
}

Tensor csv_from(std::string_view text, std::string_view name, const TableForm& form) {
  return Table(text, name, form).read();
}

}  // namespace tcalc::text
