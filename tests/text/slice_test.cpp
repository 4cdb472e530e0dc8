#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/slice.hpp>

using namespace tcalc;

namespace {

Selection selection(const std::string& typed, const Extents& extents) {
  return select(text::parse_slice(typed, typed, "a"), extents, c_strides(extents));
}

// The message and the line of carets.
std::string refusal(const std::string& typed, const Extents& extents) {
  try {
    selection(typed, extents);
  } catch (const Error& error) {
    const auto details = test::details_of(error);
    REQUIRE(details.size() == 2);
    REQUIRE(details[0] == typed);
    return std::string(kind_name(error.kind)) + ": " + error.message + "|" + details[1];
  }
  return "none";
}

}  // namespace

TEST_CASE("a slice selects what Python selects") {
  struct Row {
    std::string slice;
    Extents extents;
    std::int64_t offset;
    Extents left;
    Strides strides;
  };
  for (const Row& row : {
           Row{"0", {4, 5}, 0, {5}, {1}},
           {"-1,2", {4, 5}, 17, {}, {}},
           {"1:3", {4, 5}, 5, {2, 5}, {5, 1}},
           {":,::-1", {4, 5}, 4, {4, 5}, {5, -1}},
           {"...,0", {4, 5}, 0, {4}, {5}},
           {"None,1", {4, 5}, 5, {1, 5}, {0, 1}},
           {"newaxis,+1", {4, 5}, 5, {1, 5}, {0, 1}},
           {"None:2,1:None", {4, 5}, 1, {2, 4}, {5, 1}},
           {"[3:-10:-2]", {4, 5}, 15, {2, 5}, {-10, 1}},
           {"2:2", {4, 5}, 0, {0, 5}, {5, 1}},
           {"100:", {4, 5}, 0, {0, 5}, {5, 1}},
           {"-100:100", {4}, 0, {4}, {1}},
           {"1:2:-1", {4}, 0, {0}, {1}},
           {"::9223372036854775807", {4}, 0, {1}, {1}},
           {"::-9223372036854775808", {4}, 3, {1}, {1}},
           {"0,", {4, 5}, 0, {5}, {1}},
           {"...", {}, 0, {}, {}},
           {" 1 : 3 , -1 ", {4, 5}, 9, {2}, {5}},
       }) {
    INFO(row.slice);
    const Selection given = selection(row.slice, row.extents);
    CHECK(given.offset == row.offset);
    CHECK(given.extents == row.left);
    CHECK(given.strides == row.strides);
  }
}

TEST_CASE("a slice that cannot be is refused with a caret below its item") {
  struct Row {
    std::string slice, said;
  };
  for (const Row& row : {
           Row{"0,7", "mismatch: a: index 7 is out of range for axis 1 of size 5|  ^"},
           {"[0,-6]", "mismatch: a: index -6 is out of range for axis 1 of size 5|   ^^"},
           {"0,1,2", "mismatch: a: more indices than axes: shape (4, 5) has 2|    ^"},
           {"", "usage: a: an index is missing|^"},
           {"1,,2", "usage: a: an index is missing|  ^"},
           {"x", "usage: a: expected an index, a range like 2:5, '...' or None, not 'x'|^"},
           {"0,1.5", "usage: a: expected an index, a range like 2:5, '...' or None, not '1.5'|  ^^^"},
           {"1:b:2", "usage: a: expected an index, a range like 2:5, '...' or None, not 'b'|  ^"},
           {"::0", "usage: a: the step of a range cannot be 0|^^^"},
           {"1:2:3:4", "usage: a: a range has a start, a stop and a step at most|^^^^^^^"},
           {"...,0,...", "usage: a: '...' can stand only once|      ^^^"},
           {"[0", "usage: a: expected an index, a range like 2:5, '...' or None, not '[0'|^^"},
           {"]", "usage: a: expected an index, a range like 2:5, '...' or None, not ']'|^"},
           {"-99999999999999999999",
            "usage: a: '-99999999999999999999' does not fit int64|^^^^^^^^^^^^^^^^^^^^^"},
           {"99999999999999999999",
            "usage: a: '99999999999999999999' does not fit int64|^^^^^^^^^^^^^^^^^^^^"},
       }) {
    INFO(row.slice);
    CHECK(refusal(row.slice, {4, 5}) == row.said);
  }
  CHECK_THROWS_WITH(selection("None", Extents(64, 1)), "a: rank 65 exceeds 64");
}

TEST_CASE("a layout without data is sliced, too") {
  const TensorView layout =
      sliced(contiguous(Dtype::int64, {4, 5}), text::parse_slice("1:,-1", "1:,-1", "a"));
  CHECK(layout.data == nullptr);
  CHECK(layout.extents == Extents{3});
  CHECK(layout.strides == Strides{5});
}

TEST_CASE("what an operand is sliced by begins at its last bracket") {
  const auto path = [](const std::string& typed) { return std::get<text::Path>(text::parse_operand(typed)); };
  CHECK(path("a.npy[0,:,1:3]").path == "a.npy");
  CHECK(path("a.npy[0,:,1:3]").slice->items.size() == 3);
  CHECK(path("x[1][...]").path == "x[1]");
  CHECK_FALSE(path("a.npy[0").slice);
  CHECK(path("a.npy[0").path == "a.npy[0");
  const auto member = std::get<text::ArchiveMember>(text::parse_operand("w.npz:k/v[0]"));
  CHECK(member.file == "w.npz");
  CHECK(member.name == "k/v");
  CHECK(member.slice->items.size() == 1);
}
