// einsum: specs in other notations, and what would be legal where sizes clash.
#include <algorithm>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/einsum_spelling.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

using Lines = std::vector<std::string>;

std::vector<Operand> typed(const Lines& words) {
  std::vector<Operand> operands;
  for (const std::string& word : words)
    operands.push_back({side_name(operands.size()), test::shape_from("(" + word + ")"), {}, word});
  return operands;
}

Lines hints_of(const std::string& spec, const Lines& words) {
  try {
    einsum(spec, typed(words));
  } catch (const Error& error) {
    return test::hints_of(error);
  }
  return {"legal"};
}

}  // namespace

TEST_CASE("a spec in another notation is spelled with letters, ',' and '->'") {
  CHECK(respelled("ij;jk->ik") == "ij,jk->ik");
  CHECK(respelled("ij,jk=ik") == "ij,jk->ik");
  CHECK(respelled("ij , jk => ik") == "ij,jk->ik");
  CHECK(respelled("ij,jk\u2192ik") == "ij,jk->ik");
  CHECK(respelled("\u03b1\u03b2,\u03b2\u03b3->\u03b1\u03b3") == "ab,bc->ac");
  CHECK(respelled("i\u03bc,\u03bcj->ij") == "ia,aj->ij");
  CHECK(respelled("time i j, ... -> time i ...") == "tij,...->ti...");
  CHECK(respelled("batch time dim, dim out -> batch time out") == "btd,do->bto");
  CHECK(respelled("time i, time -> i") == "ti,t->i");
  CHECK(respelled("b head_dim, b head_dim -> b") == "bh,bh->b");
  CHECK(respelled("first fifth, fifth -> first") == "fa,a->f");
  CHECK_FALSE(respelled("ij,jk->ik").has_value());
  CHECK_FALSE(respelled("i j, j k -> i k").has_value());  // NumPy reads it so
  CHECK_FALSE(respelled("(h d) i, i -> h").has_value());
  CHECK_FALSE(respelled("2,3").has_value());
  CHECK_FALSE(respelled("ij,jk->iz").has_value());
}

TEST_CASE("a spec that cannot be read is refused with what to type for it") {
  const std::string begin = "with letters, ',' and '->': tcalc einsum ";
  CHECK(hints_of("ij;jk->ik", {"2,3", "3,4"}) == Lines{begin + "'ij,jk->ik' 2,3 3,4"});
  CHECK(hints_of("ij,jk=ik", {"2,3", "3,4"}) == Lines{begin + "'ij,jk->ik' 2,3 3,4"});
  CHECK(hints_of("\u03b1\u03b2,\u03b2->\u03b1", {"2,3", "3"}) == Lines{begin + "'ab,b->a' 2,3 3"});
}

TEST_CASE("names with spaces are letters in a hint") {
  CHECK(hints_of("time i j, time -> i j", {"5,2,3", "5"}) ==
        Lines{"tcalc einsum 'tij,t->ij' 5,2,3 5 is legal and gives (2, 3)"});
}

TEST_CASE("an ellipsis that is missing, or that the output drops, is in a hint") {
  CHECK(hints_of("ij,jk->ik", {"7,2,3", "3,5"}) ==
        Lines{"tcalc einsum '...ij,jk->...ik' 7,2,3 3,5 is legal and gives (7, 2, 5)"});
  CHECK(hints_of("...ij,jk->ik", {"7,2,3", "3,5"}) ==
        Lines{"tcalc einsum '...ij,jk->...ik' 7,2,3 3,5 is legal and gives (7, 2, 5)",
              "tcalc einsum 'aij,jk->ik' 7,2,3 3,5 is legal and gives (2, 5)"});
}

TEST_CASE("letters that would be legal by size are in a hint, those that need a note last") {
  CHECK(hints_of("ij,jk->ik", {"2,3", "4,3"}).front() ==
        "tcalc einsum 'ij,kj->ik' 2,3 4,3 is legal and gives (2, 4)");
  CHECK(hints_of("ij,jk->ik", {"3,2", "3,4"}).front() ==
        "tcalc einsum 'ji,jk->ik' 3,2 3,4 is legal and gives (2, 4)");
  CHECK(hints_of("bij,bjk->bik", {"8,2,3", "3,8,4"}).front() ==
        "tcalc einsum 'bij,jbk->bik' 8,2,3 3,8,4 is legal and gives (8, 2, 4)");
  const Lines hints = hints_of("ij,i->", {"5,1", "2"});
  CHECK(std::ranges::count(hints, "tcalc einsum 'ij,k->' 5,1 2 is legal and gives ()") == 1);
  CHECK(std::ranges::count(hints, "tcalc einsum 'ij,j->' 5,1 2 is legal and gives ()") == 1);
  CHECK(hints_of("ii->i", {"3,2"}).size() <= 3);
}
