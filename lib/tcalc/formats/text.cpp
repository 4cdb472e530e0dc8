// A line with shape and dtype, then the values as NumPy prints them.
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/format.hpp>

namespace tcalc::formats {

namespace {

void write(const TensorView& view, const Label& label, const WriteOptions& options, const text::Sink& sink) {
  const bool is_bare = options.print.bare && view.extents.empty();
  if (options.named) sink(label.name + ": ");
  if (!is_bare) sink(formatted("{} {}\n", Shape(view.extents).text(), name_of(view.dtype)));
  text::print_array(view, options.print, sink);
  sink("\n");
}

void write_shape(const Shape& shape, const Label&, const text::Sink& sink) { sink(shape.text() + "\n"); }

}  // namespace

constinit const Format text_format = {
    .name = "text",
    .summary = "shape and dtype, then values as NumPy prints them",
    .endings = ".txt",
    .is_text = true,
    .write = write,
    .write_shape = write_shape,
};

}  // namespace tcalc::formats
