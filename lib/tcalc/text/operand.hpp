// What an operand is follows from how it is written, never from what happens to exist on disk.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::text {

struct StandardInput {};
struct Path {
  std::string path;
  std::optional<std::int64_t> number = std::nullopt;  // of an array of a file that holds several, from 0 on
  std::optional<Slice> slice = std::nullopt;
};
struct ArchiveMember {
  std::string file, name;
  std::optional<Slice> slice = std::nullopt;
};

// An array without a header: what it is is said beside the name.
struct RawFile {
  std::string path;  // "-" is standard input
  Dtype dtype = Dtype::float64;
  bool big_endian = false;
  Shape shape;              // one size may be unknown: as many as the file has
  std::int64_t offset = 0;  // bytes before the first element
  std::optional<Slice> slice = std::nullopt;
};

// In the order in which the forms are tried: "-", a literal, a shape, a fill, raw=FILE:SHAPE:DTYPE,
// FILE.npz:NAME, and a path for all the rest.
//
// A text has the form of a literal when it begins with '[' (after spaces) or is "true" or "false", or a
// number with a sign or a point: -1, +3, 1.5, -2.5e-3. Digits alone are a shape.
//
// A text has the form of a shape, and is an error when it is not a well-formed one, when it is one of
//   - a list: it holds a ',' or begins with '(' or ends with ')', and every word between is blank, or made of
//     letters, digits, '_' and '?', or a number with a sign, a point or spaces in it ("2,-3", "2,3.5");
//   - '?' alone, or sizes, a sign allowed, with 'x' between: "3", "2x3x4", "2x", "2x-3";
//   - a list with arithmetic: it holds a ',' or begins with '(', and all of it is made of sizes, names, '?',
//     parentheses and the operators + - * // % (text/dim.hpp): "B*T,64", "(T - 1)", "4*D,D".
// So a single '/' or a '.' before a letter make a path: "./2,3", "2,3.npy", "(2,3).npy", "./run-1,run-2". And
// so does a word alone, None too: "B" and "B*T" are paths, "(B)" and "B*T," are shapes.
//
// So is what Python prints for one: "torch.Size([2, 3])".
//
// A text has the form of a fill when it begins with a kind of fill and ':' or '='; of an archive's member
// when it holds ".npz:". A member, or a path, has a slice when they end in "]" and do not begin with "[":
// from the last "[" on, a.npy[0,:,1:3]. A file of such a name is reached through the slice of all of it,
// x[1][...].
//
// A path that ends in ".npy@" and digits is one of the arrays that follow one another in a file: a.npy@2 is
// the third, and a.npy@2[0] a slice of that.
using Operand = std::variant<StandardInput, Tensor, Shape, Fill, ArchiveMember, Path, RawFile>;

// Throws Error{usage} beginning with the operand as typed when it has the form of one but is not well-formed
// ("[1,2" or "ones:2,x" or "2,,3" or 65 axes), Error{resource} when its sizes overflow.
//
// A shape is taken under the facts.
Operand parse_operand(std::string_view typed, const Facts& facts = {});

// A number that is a value, and not a size.
bool has_form_of_number(std::string_view text);

// "w.npz:NAME", as where to write; nothing for any other text. Throws Error{usage} for an empty name.
std::optional<ArchiveMember> member_from(std::string_view typed);

// A shape on its own, as options take it. Throws as parse_operand does.
Shape parse_shape(std::string_view typed, const Facts& facts = {});

// The sizes of a reshape: dims, of which some may be -1, in any of the ways in which shapes are written.
// Throws Error{usage} beginning with `subject`.
Dims parse_sizes(std::string_view typed, std::string_view subject);

// "2,1" or "-1" or "" (none): a comma-separated list of integers. Throws Error{usage} beginning with
// `subject`.
std::vector<std::int64_t> parse_integers(std::string_view typed, std::string_view subject);

}  // namespace tcalc::text
