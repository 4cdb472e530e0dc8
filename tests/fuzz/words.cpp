// Words of the command line: operands, slices, axes, subscripts, dims.
#include <array>
#include <cstdint>
#include <string>
#include <tests/fuzz/target.hpp>
#include <tests/support/reference.hpp>
#include <variant>
#include <vector>

#include <tcalc/ops/einsum_spec.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::fuzz {

// A shape that is printed is an operand, and the same shape.
void operand(Bytes bytes) {
  answers({ErrorKind::usage, ErrorKind::resource}, [&] {
    const text::Operand parsed = text::parse_operand(bytes);
    if (const auto* shape = std::get_if<Shape>(&parsed))
      require(text::parse_shape(shape->text()).text() == shape->text(), "printed " + shape->text());
  });
}

// What is selected lies within the array.
void slice(Bytes bytes) {
  const std::vector<std::int64_t> extents = {4, 3, 5, 2}, strides = {30, 10, 2, 1};
  answers({ErrorKind::usage, ErrorKind::mismatch, ErrorKind::resource}, [&] {
    const Selection selection = select(text::parse_slice(bytes, bytes, "--slice"), extents, strides);
    std::int64_t first = selection.offset, last = selection.offset;
    for (std::size_t axis = 0; axis < selection.extents.size(); ++axis) {
      if (selection.extents[axis] == 0) return;
      require(selection.extents[axis] > 0, "a negative size");
      const std::int64_t reach = (selection.extents[axis] - 1) * selection.strides[axis];
      (reach < 0 ? first : last) += reach;
    }
    require(first >= 0 && last < 120, "elements outside of the array");
  });
}

void axes(Bytes bytes) {
  answers({ErrorKind::usage}, [&] { text::parse_integers(bytes, "--axes"); });
}

// Of one or two operands all of whose sizes are 2 the oracle knows the shape.
void einsum(Bytes bytes) {
  const std::string typed(bytes);
  answers({ErrorKind::usage, ErrorKind::mismatch, ErrorKind::resource}, [&] {
    const EinsumSpec spec = parse_einsum(typed);
    constexpr std::size_t highest_rank = 64;
    std::vector<Operand> operands;
    for (const EinsumTerm& term : spec.operands) {
      const std::size_t rank = term.letters.size() + (term.ellipsis ? 1 : 0);
      if (rank > highest_rank) return;
      operands.push_back({side_name(operands.size()), Shape(Extents(rank, 2))});
    }
    const Operation& operation = *find_operation("einsum");
    const Arguments arguments = {{"SPEC", typed}};
    const Outcome outcome = apply_rule(operation, operands, arguments);
    if (operands.size() != 2) return;
    std::string letters = typed;  // the oracle reads no spaces
    std::erase(letters, ' ');
    const auto expected = reference::subscripts("einsum", {{"SPEC", letters}}, operands[0].shape.extents(),
                                                operands[1].shape.extents());
    require(expected && Shape(expected->shape()).text() == outcome.shape.text(),
            typed + " gives " + outcome.shape.text());
  });
}

// What is printed can be typed again.
void dim(Bytes bytes) {
  answers({ErrorKind::usage, ErrorKind::resource}, [&] {
    const std::string text = text::parse_dim(bytes).text();
    require(text::parse_dim(text).text() == text, "printed " + text);
  });
}

// A fact that was required is implied from then on.
void facts(Bytes bytes) {
  answers({ErrorKind::usage, ErrorKind::resource}, [&] {
    const Facts known = text::parse_facts(bytes);
    for (const std::string& name : known.names()) known.applied(Dim::named(name) * 2 + 1);
  });
}

}  // namespace tcalc::fuzz
