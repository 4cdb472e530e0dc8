// The registry's own words: every function's example gives what its line says.
#include <algorithm>
#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/expression/bind.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/text/print.hpp>

using namespace tcalc;
using namespace tcalc::expression;

namespace {

std::string printed(const std::string& text) {
  MemoryLimit limit(std::nullopt);
  Evaluation evaluation(limit, 2);
  BindOptions options;
  options.values = [&](NodeId node) { return evaluation.array_of(node); };
  const Bound bound = bind(language::parse(text), {}, evaluation.graph(), options);
  if (!bound.node) return text_of(bound.value);
  const Array result = evaluation.array_of(*bound.node);
  std::string lines;
  text::print_array(result.view, {}, [&](std::string_view piece) { lines += piece; });
  return lines;
}

}  // namespace

TEST_CASE("the example of every function gives what help says") {
  for (const functions::Group& group : functions::groups()) {
    for (const functions::Function& function : group.functions) {
      INFO(function.example);
      CHECK(printed(std::string(function.example)) == function.result);
    }
  }
}

TEST_CASE("functions have one name each, a line of help, and parameters that can be read") {
  std::vector<std::string> names = functions::function_names();
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
  CHECK(names.size() >= 120);
  for (const functions::Group& group : functions::groups()) {
    for (const functions::Function& function : group.functions) {
      INFO(function.signature);
      CHECK(!function.help.empty());
      CHECK(function.help.size() < 80);
      CHECK(functions::find_function(function.name()) == &function);
      CHECK(function.example.find(function.name()) != std::string_view::npos);
    }
  }
}

TEST_CASE("NumPy's other names are the same functions") {
  CHECK(functions::find_function("amax") == functions::find_function("max"));
  CHECK(functions::find_function("linalg.norm") == functions::find_function("norm"));
  CHECK(functions::find_function("random.randn") == functions::find_function("randn"));
  CHECK(functions::find_function("linalg.inv") == nullptr);
}
