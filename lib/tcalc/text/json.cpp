#include <tcalc/core/checked.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/number.hpp>

namespace tcalc::text {

namespace {

// What is not finite is a string; it ends in a letter.
template <class T>
std::string json_number(T value, std::optional<int> precision) {
  const std::string text = real_text(value, precision);
  const bool is_finite = text.back() <= '9';
  return is_finite ? text : '"' + text + '"';
}

template <class T>
std::string element_text(T value, std::optional<int> precision) {
  if constexpr (std::is_same_v<T, Boolean>)
    return value.byte != 0 ? "true" : "false";
  else if constexpr (std::is_integral_v<T>)
    return std::to_string(value);
  else if constexpr (is_complex<T>)
    return formatted("[{},{}]", json_number(value.real(), precision), json_number(value.imag(), precision));
  else
    return json_number(value, precision);
}

template <class T>
void write_axis(const TensorView& view, std::size_t axis, const std::byte* data, std::optional<int> precision,
                const Sink& sink) {
  if (axis == view.extents.size()) {
    sink(element_text(load<T>(data, view.byte_swapped), precision));
    return;
  }
  sink("[");
  for (std::int64_t i = 0; i < view.extents[axis]; ++i) {
    if (i > 0) sink(",");
    write_axis<T>(view, axis + 1, data + i * view.strides[axis] * static_cast<std::int64_t>(sizeof(T)),
                  precision, sink);
  }
  sink("]");
}

}  // namespace

namespace {

// The empty lists that a view without elements would be written as: rows of no columns.
bool has_too_many_lists(const TensorView& view) {
  constexpr std::int64_t most = 1'000'000;
  std::int64_t lists = 1;
  for (const std::int64_t extent : view.extents) {
    if (extent == 0) return lists > most;
    lists = checked_multiply(lists, extent).value_or(INT64_MAX);
  }
  return false;
}

}  // namespace

void write_json(const TensorView& view, const Sink& sink, std::optional<int> precision) {
  if (has_too_many_lists(view)) return sink("[]");
  visit_stored(view.dtype, [&](auto tag) {
    write_axis<typename decltype(tag)::type>(view, 0, view.data, precision, sink);
  });
}

std::string shape_json(const Dims& dims) {
  std::string list;
  for (const Dim& dim : dims) {
    if (!list.empty()) list += ',';
    list += dim.is_known() ? dim.text() : dim.is_symbolic() ? json_string(dim.text()) : "null";
  }
  return "[" + list + "]";
}

std::string json_string(std::string_view text) { return json_text(Json(text)); }

}  // namespace tcalc::text
