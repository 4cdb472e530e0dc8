// Large views cut into pieces of bounded size.
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/view/pieces.hpp>

using namespace tcalc;

namespace {

struct Piece {
  Extents extents;
  std::int64_t offset;  // elements from the first of the whole
  bool operator==(const Piece&) const = default;
};

std::vector<Piece> pieces_of(Dtype dtype, const Extents& extents) {
  const Tensor whole(dtype, extents);
  std::vector<Piece> pieces;
  for_each_piece(whole.view(), [&](const TensorView& piece) {
    pieces.push_back({piece.extents, (piece.data - whole.data()) / size_of(dtype)});
  });
  return pieces;
}

}  // namespace

TEST_CASE("a view is cut into whole rows that fill a piece and no more") {
  constexpr std::int64_t mebi = std::int64_t{1} << 20;
  CHECK(pieces_of(Dtype::float32, {0, mebi}).empty());
  CHECK(pieces_of(Dtype::float32, {mebi}) == std::vector<Piece>{{{mebi}, 0}});
  CHECK(pieces_of(Dtype::uint8, {9, mebi}) ==
        std::vector<Piece>{{{4, mebi}, 0}, {{4, mebi}, 4 * mebi}, {{1, mebi}, 8 * mebi}});
  CHECK(pieces_of(Dtype::uint8, {3, 3 * mebi}) ==
        std::vector<Piece>{{{1, 3 * mebi}, 0}, {{1, 3 * mebi}, 3 * mebi}, {{1, 3 * mebi}, 6 * mebi}});
}

TEST_CASE("a row that is larger than a piece is cut itself") {
  constexpr std::int64_t mebi = std::int64_t{1} << 20;
  CHECK(pieces_of(Dtype::uint8, {2, 5, mebi}) ==
        std::vector<Piece>{
            {{4, mebi}, 0}, {{1, mebi}, 4 * mebi}, {{4, mebi}, 5 * mebi}, {{1, mebi}, 9 * mebi}});
  CHECK(pieces_of(Dtype::uint16, {1, 3 * mebi}) == std::vector<Piece>{{{2 * mebi}, 0}, {{mebi}, 2 * mebi}});
}
