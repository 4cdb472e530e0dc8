// What the registry says of its operations holds, and the parts of batch_dot's rule that no table shows.
#include <set>
#include <sstream>
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

Outcome outcome_of(const std::string& operation, const Operand& a, const Operand& b,
                   const std::string& options = {}) {
  const Operation& found = *find_operation(operation);
  return apply(found, a, b, test::arguments_from(found, options));
}

std::string pairing_of(const std::string& operation, const std::string& a, const std::string& b,
                       const std::string& options = {}) {
  return einsum_text(
      contraction_of(outcome_of(operation, {"A", test::shape_from(a)}, {"B", test::shape_from(b)}, options)));
}

}  // namespace

TEST_CASE("operations are found by their names and aliases") {
  std::set<std::string_view> names;
  for (const Operation* operation : operations()) {
    CAPTURE(operation->name);
    CHECK(names.insert(operation->name).second);
    CHECK(find_operation(operation->name) == operation);
    if (operation->alias.empty()) continue;
    CHECK(names.insert(operation->alias).second);
    CHECK(find_operation(operation->alias) == operation);
  }
  for (const char* name : {"dot", "batch_dot", "batch-dot", "matmul", "tensordot"})
    CHECK(find_operation(name) != nullptr);
  CHECK(find_operation("batch_dot") == find_operation("batch-dot"));
  for (const char* name : {"", "Dot", "dot ", "dots"}) CHECK(find_operation(name) == nullptr);
}

TEST_CASE("every operation says what help shows of it") {
  for (const Operation* operation : operations()) {
    CAPTURE(operation->name);
    CHECK(operation->signature.find("->") != std::string_view::npos);
    CHECK_FALSE(operation->summary.empty());
    CHECK(operation->summary.find('\n') == std::string_view::npos);
    CHECK(operation->details.ends_with('.'));
    CHECK(operation->rule != nullptr);
    for (const OptionSpec& option : operation->options) {
      CAPTURE(option.name);
      CHECK_FALSE(option.name.starts_with("-"));
      CHECK_FALSE(option.help.empty());
      CHECK((option.kind == OptionKind::flag) == option.value_name.empty());
    }
  }
}

TEST_CASE("the example of every operation works") {
  for (const Operation* operation : operations()) {
    CAPTURE(operation->example);
    std::istringstream words{std::string(operation->example)};
    std::string program, name, first, others, options;
    words >> program >> name >> first;
    for (std::string word; words >> word;) {
      std::string& column = word.starts_with("--") || !options.empty() ? options : others;
      column += (column.empty() ? "" : &column == &others ? ";" : " ") + word;
    }
    std::erase(first, '\'');
    CHECK(program == "tcalc");
    CHECK(find_operation(name) == operation);
    CHECK(test::answer(*operation, first, others, options).result.starts_with("("));
  }
}

TEST_CASE("the pairing of axes reads as an einsum") {
  CHECK(pairing_of("dot", "2,3,4", "7,4,5") == "abc,dce->abde");
  CHECK(pairing_of("dot", "()", "2,3") == ",ab->ab");
  CHECK(pairing_of("dot", "3", "3") == "a,a->");
  CHECK(pairing_of("matmul", "9,2,3", "9,3,5") == "abc,acd->abd");
  CHECK(pairing_of("matmul", "9,2,3", "3,5") == "abc,cd->abd");
  CHECK(pairing_of("matmul", "3", "9,3,5") == "a,bac->bc");
  CHECK(pairing_of("matmul", "3,2", "4,3", "--transpose-a --adjoint-b") == "ab,ca->bc");
  CHECK(pairing_of("batch_dot", "4,2,3", "4,3,5") == "abc,acd->abd");
  CHECK(pairing_of("batch_dot", "2,3,4,5", "2,3,5,6", "--keras 3") == "abcd,aedf->abcef");
  CHECK(pairing_of("batch_dot", "32,20", "32,20", "--axes 1") ==
        "ab,ab->ac");  // the trailing 1 is a letter of its own
  CHECK(pairing_of("batch_dot", "32,20", "20,32", "--axes 0,1") == "ab,ba->bc");
  CHECK(pairing_of("tensordot", "2,3,4", "4,3,5", "--axes-a 2,1 --axes-b 0,1") == "abc,cbd->ad");
}

TEST_CASE("there are letters for every axis that two operands can have") {
  std::string a = "1";
  for (int axis = 1; axis < 53; ++axis) a += ",1";
  CHECK(pairing_of("tensordot", a, "7", "--axes 0") ==
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ[53],[54]->"
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ[53][54]");
}

TEST_CASE("a Keras version selects one of two rules") {
  for (const char* version : {"0", "1", "1.2.2", "2", "2.0", "2.1.6", "2.2", "2.2.0", "2.2.4", "02.02.04"}) {
    CAPTURE(version);
    CHECK(keras_rule(version) == KerasRule::until_2_2_4);
  }
  for (const char* version :
       {"2.2.5", "2.2.10", "2.3", "2.3.1", "2.9", "2.10", "2.15.0", "3", "3.0.0", "10", "3.14.159"}) {
    CAPTURE(version);
    CHECK(keras_rule(version) == KerasRule::from_2_2_5);
  }
  for (const std::string& version :
       std::vector<std::string>{"", "new", ".", "2.", ".2", "2..4", "2.2.4.1", "2.2.4-tf", "v3", "-1", "+3",
                                "3 ", " 3", "3,0", "99999999999999999999", "٣"}) {
    CAPTURE(version);
    try {
      keras_rule(version);
      FAIL_CHECK("it was accepted");
    } catch (const Error& error) {
      CHECK(error.kind == ErrorKind::usage);
      CHECK(error.message == "batch_dot: '" + version + "' is not a Keras version");
      CHECK(test::hints_of(error) == std::vector<std::string>{"write it as 2.2.4, 2.3 or 3"});
    }
  }
  CHECK_THROWS_WITH(keras_rule("3\n"), "batch_dot: '3\\n' is not a Keras version");
  CHECK_THROWS_WITH(keras_rule(std::string("3\0", 2)), "batch_dot: '3\\x00' is not a Keras version");
}

TEST_CASE("batch_dot notes what the other Keras gives, where that is something else") {
  using Lines = std::vector<std::string>;
  const Operand a = {"A", {9, 8, 7, 4, 2}};
  const Operand b = {"B", {9, 8, 7, 2, 5}};
  CHECK(test::notes_of(outcome_of("batch_dot", a, b)) ==
        Lines{"batch_dot: Keras 2.2.5 and later give (9, 8, 7, 4, 8, 7, 5) here (--keras 3)"});
  CHECK(test::notes_of(outcome_of("batch_dot", a, b, "--keras 2.3.1")) ==
        Lines{"batch_dot: Keras up to 2.2.4 gives (9, 8, 7, 4, 5) here (--keras 2.2.4)"});
  // Refused by the other rule: nothing to tell.
  CHECK(outcome_of("batch_dot", {"A", {2, 3, 4, 5}}, {"B", {2, 6, 5, 7}}, "--keras 3").notes.empty());
  // Too large by the other rule: (n, n, 1, n, 1).
  const std::int64_t large = std::int64_t{1} << 30;
  CHECK(outcome_of("batch_dot", {"A", {large, large, 1, 1}}, {"B", {large, large, 1, 1}}).notes.empty());
}

TEST_CASE("old Keras conjugated what it transposed, and the note says so for complex operands only") {
  const std::vector<std::string> note = {
      "batch_dot: Keras 2.2.5 and later give the same shape but other numbers here (--keras 3)"};
  const auto run = [](std::optional<Dtype> dtype, const std::string& options) {
    return outcome_of("batch_dot", {"A", {4, 3, 3}, dtype}, {"B", {4, 3, 3}, dtype}, options);
  };
  struct Row {
    std::string options;
    bool conjugate_a, conjugate_b;
  };
  for (const Row& row : std::vector<Row>{{"", false, false},
                                         {"--axes 2,1", false, false},
                                         {"--axes 1,1", true, false},
                                         {"--axes 2,2", false, true},
                                         {"--axes 1,2", true, true},
                                         {"--axes -2,-1", true, true}}) {
    CAPTURE(row.options);
    const Outcome outcome = run(Dtype::complex64, row.options);
    CHECK(contraction_of(outcome).conjugate[0] == row.conjugate_a);
    CHECK(contraction_of(outcome).conjugate[1] == row.conjugate_b);
    CHECK(test::notes_of(outcome) ==
          (row.conjugate_a || row.conjugate_b ? note : std::vector<std::string>{}));
    CHECK(run(Dtype::float64, row.options).notes.empty());
    CHECK(run(std::nullopt, row.options).notes.empty());
    const Outcome later = run(Dtype::complex64, row.options + " --keras 3");
    CHECK_FALSE(contraction_of(later).conjugate[0]);
    CHECK_FALSE(contraction_of(later).conjugate[1]);
  }
  // Only one of them complex: what is conjugated may be the real one.
  CHECK(outcome_of("batch_dot", {"A", {4, 3, 3}, Dtype::float32}, {"B", {4, 3, 3}, Dtype::complex64},
                   "--axes 1,1")
            .notes.empty());
  CHECK(test::notes_of(outcome_of("batch_dot", {"A", {4, 3, 3}, Dtype::complex64},
                                  {"B", {4, 3, 3}, Dtype::float32}, "--axes 1,1")) == note);
}

TEST_CASE(
    "an outcome has a dtype where every operand has one: the promoted one, or that which was asked for") {
  for (const Operation* operation : operations()) {
    if (!operation->leading_word.empty()) continue;
    CAPTURE(operation->name);
    const Operand a = {"A", {3, 3}, Dtype::int8};
    const Operand b = {"B", {3, 3}, Dtype::float16};
    CHECK(apply(*operation, a, b, {}).dtype == Dtype::float16);
    CHECK(apply(*operation, a, {"B", {3, 3}}, {}).dtype == std::nullopt);
  }
  CHECK(outcome_of("matmul", {"A", {3, 3}, Dtype::int8}, {"B", {3, 3}, Dtype::uint8}, "--output-type int32")
            .dtype == Dtype::int32);
}
