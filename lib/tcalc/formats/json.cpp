// JSON: one object on one line, with the label, the shape, and the values where there are any.
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::formats {

namespace {

std::string beginning(const Shape& shape, const Label& label) {
  return formatted("{{{}:{},\"shape\":{}", text::json_string(label.key), text::json_string(label.name),
                   text::shape_json(shape.dims()));
}

std::string ending(const Label& label) {
  if (label.notes.empty()) return "}\n";
  std::string list;
  for (const std::string& note : label.notes) list += (list.empty() ? "" : ",") + text::json_string(note);
  return ",\"notes\":[" + list + "]}\n";
}

void write(const TensorView& view, const Label& label, const WriteOptions& options, const text::Sink& sink) {
  sink(formatted("{},\"dtype\":{},\"values\":", beginning(Shape(view.extents), label),
                 text::json_string(name_of(view.dtype))));
  text::write_json(view, sink, options.print.precision);
  sink(ending(label));
}

void write_shape(const Shape& shape, const Label& label, const text::Sink& sink) {
  sink(beginning(shape, label) + ending(label));
}

}  // namespace

constinit const Format json_format = {
    .name = "json",
    .summary = "one object on one line",
    .endings = ".json",
    .is_text = true,
    .least_element = digit_and_separator,
    .write = write,
    .write_shape = write_shape,
};

}  // namespace tcalc::formats
