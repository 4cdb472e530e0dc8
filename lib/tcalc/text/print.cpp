// The layout is _formatArray of numpy/core/arrayprint.py, streamed.
#include <algorithm>
#include <complex>
#include <cstddef>
#include <string>
#include <vector>

#include <tcalc/core/load.hpp>
#include <tcalc/text/format.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::text {

namespace {

constexpr std::int64_t summarised_above = 1000;  // NumPy's threshold
constexpr std::int64_t edge_items = 3;
constexpr int default_precision = 8;
constexpr int line_width = 75;

// The indices of one axis that are shown: all, or the first and last few.
struct Shown {
  std::int64_t extent;
  bool summarised;

  std::int64_t count() const { return summarised ? 2 * edge_items : extent; }
  std::int64_t index(std::int64_t i) const {
    return summarised && i >= edge_items ? extent - 2 * edge_items + i : i;
  }
  bool gap_before(std::int64_t i) const { return summarised && i == edge_items; }
};

class Elements {
 public:
  Elements(const TensorView& view, bool summarised) : view_(view), summarised_(summarised) {}

  Shown shown(std::size_t axis) const {
    const std::int64_t extent = view_.extents[axis];
    return {extent, summarised_ && extent > 2 * edge_items};
  }
  const std::byte* step(const std::byte* data, std::size_t axis, std::int64_t index) const {
    return data + index * view_.strides[axis] * size_of(view_.dtype);
  }
  std::size_t rank() const { return view_.extents.size(); }
  const TensorView& view() const { return view_; }

  template <class T>
  std::vector<T> all() const {
    std::vector<T> values;
    collect(0, view_.data, values);
    return values;
  }

 private:
  template <class T>
  void collect(std::size_t axis, const std::byte* data, std::vector<T>& values) const {
    if (axis == rank()) {
      values.push_back(load<T>(data, view_.byte_swapped));
      return;
    }
    const Shown indices = shown(axis);
    for (std::int64_t i = 0; i < indices.count(); ++i)
      collect(axis + 1, step(data, axis, indices.index(i)), values);
  }

  const TensorView& view_;
  bool summarised_;
};

using Format = std::function<std::string(const std::byte*)>;

// Writes nested brackets; each element as `format` writes it.
class Layout {
 public:
  Layout(const Elements& elements, const Format& format, const Sink& sink)
      : elements_(elements), format_(format), sink_(sink) {}

  void write() { write_axis(0, elements_.view().data); }

 private:
  // NumPy's hanging indent: one space for each bracket that is open.
  void write_axis(std::size_t axis, const std::byte* data) {
    sink_("[");
    if (axis + 1 == elements_.rank())
      write_row(axis, data);
    else
      write_blocks(axis, data);
    sink_("]");
  }

  void write_blocks(std::size_t axis, const std::byte* data) {
    const Shown indices = elements_.shown(axis);
    const std::string separator = std::string(elements_.rank() - axis - 1, '\n') + std::string(axis + 1, ' ');
    for (std::int64_t i = 0; i < indices.count(); ++i) {
      if (i > 0) sink_(separator);
      if (indices.gap_before(i)) sink_("..." + separator);
      write_axis(axis + 1, elements_.step(data, axis, indices.index(i)));
    }
  }

  // Words with a space between them; a line ends before it would not leave room for the closing brackets.
  void write_row(std::size_t axis, const std::byte* data) {
    const Shown indices = elements_.shown(axis);
    const int indent = static_cast<int>(axis) + 1;
    const int widest = line_width - static_cast<int>(axis) - 1;
    int column = indent;
    bool first = true;
    std::string padding;  // of the last word: dropped where the line breaks
    const auto write_word = [&](const std::string& word) {
      if (!first && column + 1 + static_cast<int>(word.size()) > widest) {
        sink_("\n" + std::string(static_cast<std::size_t>(indent), ' '));
        column = indent;
      } else if (!first) {
        sink_(padding + " ");
        ++column;
      }
      const std::size_t visible = word.find_last_not_of(' ') + 1;
      sink_(std::string_view(word).substr(0, visible));
      padding.assign(word.size() - visible, ' ');
      column += static_cast<int>(word.size());
      first = false;
    };
    for (std::int64_t i = 0; i < indices.count(); ++i) {
      if (indices.gap_before(i)) write_word("...");
      write_word(format_(elements_.step(data, axis, indices.index(i))));
    }
    sink_(padding);
  }

  const Elements& elements_;
  const Format& format_;
  const Sink& sink_;
};

template <class T>
std::string right_aligned(T value, std::size_t width) {
  std::string text = scalar_text(value);
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

template <class T>
Format integer_format(const Elements& elements) {
  std::size_t width = std::is_same_v<T, Boolean> ? 5 : 0;  // "False"
  for (const T value : elements.all<T>()) width = std::max(width, scalar_text(value).size());
  return [width, &elements](const std::byte* data) {
    return right_aligned(load<T>(data, elements.view().byte_swapped), width);
  };
}

template <class T>
Format complex_format(const Elements& elements, int precision) {
  std::vector<double> real, imaginary;
  for (const T value : elements.all<T>()) {
    real.push_back(value.real());
    imaginary.push_back(value.imag());
  }
  const RealFormat real_format(real, dtype_of<Part<T>>(), precision, false);
  const RealFormat imaginary_format(imaginary, dtype_of<Part<T>>(), precision, true);
  return [real_format, imaginary_format, &elements](const std::byte* data) {
    const T value = load<T>(data, elements.view().byte_swapped);
    std::string text = imaginary_format.text(value.imag());
    text.insert(text.find_last_not_of(' ') + 1, "j");  // before the padding
    return real_format.text(value.real()) + text;
  };
}

template <class T>
Format format_for(const Elements& elements, int precision) {
  if constexpr (std::is_same_v<T, Boolean> || std::is_integral_v<T>) {
    return integer_format<T>(elements);
  } else if constexpr (is_complex<T>) {
    return complex_format<T>(elements, precision);
  } else {
    std::vector<double> shown;
    for (const T value : elements.all<T>()) shown.push_back(as_double(value));
    const RealFormat format(shown, dtype_of<T>(), precision, false);
    return [format, &elements](const std::byte* data) {
      return format.text(as_double(load<T>(data, elements.view().byte_swapped)));
    };
  }
}

}  // namespace

void print_array(const TensorView& view, const PrintOptions& options, const Sink& sink) {
  const std::int64_t size = count(view.extents);
  if (size == 0) return sink("[]");
  visit_stored(view.dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    if (view.rank() == 0) return sink(scalar_text(load<T>(view.data, view.byte_swapped)));
    const Elements elements(view, !options.full && size > summarised_above);
    Layout(elements, format_for<T>(elements, options.precision.value_or(default_precision)), sink).write();
  });
}

}  // namespace tcalc::text
