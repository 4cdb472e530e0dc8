#include <app/terminal/error_json.hpp>
#include <tests/support/catch.hpp>

#include <tcalc/ops/registry.hpp>
#include <tcalc/script/line_error.hpp>

using namespace tcalc;

TEST_CASE("an error's operands, axes and sizes are data under --json, and so are its hints") {
  try {
    apply(*find_operation("matmul"), Operand{"A", {2, 3}, std::nullopt, "2,3"},
          Operand{"B", {4, 3}, std::nullopt, "4,3"}, {});
    FAIL("accepted");
  } catch (const Error& error) {
    const std::string json = app::error_json(error);
    CHECK(json.starts_with(R"({"error":{"kind":"mismatch","exit_code":1,"message":"matmul: )"));
    CHECK(
        json.find(
            R"("operands":[{"name":"A","shape":[2,3],"axes":[1]},{"name":"B","shape":[4,3],"axes":[0]}])") !=
        std::string::npos);
    CHECK(json.find(R"({"kind":"command","operation":"matmul","operands":["A","B"],)"
                    R"("arguments":{"transpose-b":true},"shape":[2,4],)"
                    R"j("text":"tcalc matmul 2,3 4,3 --transpose-b is legal and gives (2, 4)"})j") !=
          std::string::npos);
  }
}

TEST_CASE("what was typed is data with the bytes that are wrong") {
  const Error error = script::located({ErrorKind::usage, "unknown name 'kk'", "did you mean k?"}, {{4, 6}},
                                      {"m.tcalc", 7}, "dot kk q");
  CHECK(app::error_json(error) ==
        R"({"error":{"kind":"usage","exit_code":2,"message":"m.tcalc:7: unknown name 'kk'",)"
        R"("details":["dot kk q","    ^^"],"source":[{"text":"dot kk q","spans":[[4,6]]}],)"
        R"("hints":[{"kind":"text","text":"did you mean k?"}]}})");
}

TEST_CASE("unknown dims are null in JSON, and expressions are text") {
  Error error(ErrorKind::mismatch, "wrong", OptionHint{"equal only if B == 3: ", "require", "B == 3", ""});
  error.operands = {{"A", {"?", "B*T", "3"}}};
  error.marks = {{0, 2}, {0, 2}, {0, 0}};
  CHECK(
      app::error_json(error) ==
      R"j({"error":{"kind":"mismatch","exit_code":1,"message":"wrong","details":["A  (?, B*T, 3)","    ^       ^"],)j"
      R"j("operands":[{"name":"A","shape":[null,"B*T",3],"axes":[0,2]}],)j"
      R"j("hints":[{"kind":"option","option":"--require","value":"B == 3","text":"equal only if B == 3: --require 'B == 3'"}]}})j");
}
