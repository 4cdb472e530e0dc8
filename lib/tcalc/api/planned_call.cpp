#include <algorithm>
#include <utility>

#include <tcalc/api/destination.hpp>
#include <tcalc/api/named_options.hpp>
#include <tcalc/api/operands.hpp>
#include <tcalc/api/planned_call.hpp>
#include <tcalc/api/product.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/explanation.hpp>
#include <tcalc/kernel/threads.hpp>

namespace tcalc::api {
inline namespace v0 {

struct PlannedCall::Data {
  std::string name;
  Outcome outcome;
  std::vector<TensorView> layouts;  // without data
  Product product;
  bool needs_little;  // memory need not be asked for
  std::vector<std::int64_t> shape;
  std::vector<std::string> path;
  double flops = 0;
  std::int64_t bytes = 0;
};

namespace {

std::string text_of(const TensorView& view) {
  return formatted("{} {}", Shape(view.extents).text(), name_of(view.dtype));
}

// Strides along axes of size 1 say nothing.
bool has_strides_of(const ArrayRef& array, const TensorView& planned) {
  for (std::size_t axis = 0; axis < array.rank; ++axis)
    if (array.strides[axis] != planned.strides[axis] && array.extents[axis] > 1) return false;
  return true;
}

}  // namespace

Layout c_order(std::vector<std::int64_t> extents) {
  return translated([&] {
    if (std::ranges::any_of(extents, [](std::int64_t extent) { return extent < 0; }))
      throw Error(ErrorKind::usage, "a shape to plan for has a negative size");
    const Extents own(extents.begin(), extents.end());
    static_cast<void>(Shape(own));  // throws where it has too many elements
    const Strides strides = c_strides(own);
    return Layout{std::move(extents), {strides.begin(), strides.end()}};
  });
}

PlannedCall::PlannedCall(std::string_view operation, const std::vector<CallArgument>& options, Dtype dtype,
                         std::vector<Layout> operands) {
  translated([&] {
    const Operation& found = operation_named(operation);
    std::vector<TensorView> views;
    std::vector<Operand> described;
    for (const Layout& layout : operands) {
      views.push_back(
          view_of({nullptr, dtype, layout.extents.size(), layout.extents.data(), layout.strides.data()}));
      described.push_back(operand_of(described.size(), views.back()));
    }
    Outcome outcome = apply(found, described, arguments_of(found, options));
    Product product(found.name, outcome, views, dtype);
    const Contraction& contraction = contraction_of(outcome);
    Data data = {std::string(found.name), outcome, views, product, product.needs_little(), {}, {}};
    data.shape.assign(product.extents().begin(), product.extents().end());
    if (!outcome.flattens_operands) {
      const Schedule schedule = make_schedule(contraction, views, dtype);
      data.path = step_texts(contraction, schedule);
      data.flops = schedule.flops;
    } else {
      data.path = {einsum_text(contraction)};
      data.flops = 2 * static_cast<double>(count(views.front().extents));
    }
    data.bytes = product.bytes();
    data_ = std::make_shared<const Data>(std::move(data));
  });
}

const std::vector<std::int64_t>& PlannedCall::shape() const { return data_->shape; }
double PlannedCall::flops() const { return data_->flops; }
std::int64_t PlannedCall::bytes() const { return data_->bytes; }
const std::vector<std::string>& PlannedCall::path() const { return data_->path; }

void PlannedCall::operator()(std::span<const ArrayRef> operands, const Destination& result) const {
  translated([&] {
    const Data& data = *data_;
    if (operands.size() != data.layouts.size())
      throw Error(
          ErrorKind::usage,
          formatted("{}: planned for {}, got {}", data.name,
                    counted(static_cast<std::int64_t>(data.layouts.size()), "operand"), operands.size()));
    bool as_planned = true;
    InlineVector<TensorView, 2> views;
    for (std::size_t place = 0; place < operands.size(); ++place) {
      const ArrayRef& array = operands[place];
      const TensorView& planned = data.layouts[place];
      views.push_back(view_of(array));
      if (views.back().extents != planned.extents || array.dtype != planned.dtype)
        throw Error(ErrorKind::mismatch,
                    formatted("{}: planned for {} {}, but it is {}", data.name, side_name(place),
                              text_of(planned), text_of(views.back())));
      as_planned = as_planned && has_strides_of(array, planned);
    }
    const std::span<const TensorView> given(views.data(), views.size());
    const auto compute = [&](const Product& product) {
      const int threads = default_threads();
      const int useful = data.needs_little ? threads : product.require_memory(threads);
      write(result, product.extents(), given,
            [&](std::byte* elements) { product.run(given, elements, useful); });
    };
    if (as_planned) return compute(data.product);
    compute(Product(data.name, data.outcome, given, result.dtype));
  });
}

}  // namespace v0
}  // namespace tcalc::api
