// The tables of tests/cases: what each operation answers, as people see it.
#include <stdexcept>
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

void check_table(const std::string& file, const std::string& operation) {
  for (const test::Case& item : test::read_cases(file, operation)) {
    INFO(item.where << ": " << item.operation << " " << item.a << " " << item.b << " " << item.options);
    const Operation* found = find_operation(item.operation);
    REQUIRE(found != nullptr);
    const test::Answer given = test::answer(*found, item.a, item.b, item.options);
    CHECK(given.result == item.result);
    CHECK(given.note == item.note);
  }
}

}  // namespace

TEST_CASE("every operation of the registry has a table of cases, and answers it") {
  for (const Operation* operation : operations()) {
    check_table(std::string(operation->name) + ".txt", std::string(operation->name));
  }
}

TEST_CASE("batch_dot of Keras 2.2.5 and later answers its table") {
  check_table("batch_dot_keras3.txt", "batch_dot");
}

TEST_CASE("the examples tcalc was asked for give what they must") { check_table("owner.txt", ""); }

TEST_CASE("options of a table are those of the operation") {
  const Operation& matmul = *find_operation("matmul");
  CHECK(test::arguments_from(matmul, "").empty());
  CHECK(test::arguments_from(matmul, "--transpose-a  --adjoint-b") ==
        Arguments{{"adjoint-b", true}, {"transpose-a", true}});
  CHECK_THROWS_AS(test::arguments_from(matmul, "--transpose-c"), std::invalid_argument);
  const Operation& tensordot = *find_operation("tensordot");
  const Arguments lists = test::arguments_from(tensordot, "--axes-a=1,-2 --axes-b ''");
  REQUIRE(find_integers(lists, "axes-a") != nullptr);
  CHECK(*find_integers(lists, "axes-a") == std::vector<std::int64_t>{1, -2});
  REQUIRE(find_integers(lists, "axes-b") != nullptr);
  CHECK(find_integers(lists, "axes-b")->empty());
  CHECK_THROWS_AS(test::arguments_from(tensordot, "--axes"), std::invalid_argument);
  CHECK_THROWS_AS(test::arguments_from(tensordot, "--axes x"), std::invalid_argument);
  CHECK_THROWS_AS(test::read_cases("no_such_operation.txt", ""), std::runtime_error);
}
