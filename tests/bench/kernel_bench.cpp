// Times products on request, so that it can take turns with other programs:
//
//   kernel_bench ROWS THREADS ROUND_SECONDS
//
// reads from standard input "run NAME ROUNDS", a row of the file ROWS, and "limit NAME ROUNDS", and answers
// on standard output with NAME and one figure a round: for a row the seconds that make_plan and execute take,
// into a result that is already there; for a limit the multiply-adds or bytes a second. "NAME unsupported":
// the machine lacks the instructions.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/plan/plan.hpp>

#include "limits.hpp"
#include "row.hpp"
#include "timing.hpp"

namespace tcalc::bench {

namespace {

std::function<void()> product(const Row& row, int threads) {
  const Values a = make_values(row, row.a, 1);
  const Values b = make_values(row, row.b, 2);
  const Operand operand_a{"A", Shape(row.a), row.dtype};
  const Operand operand_b{"B", Shape(row.b), row.dtype};
  const Contraction contraction =
      contraction_of(apply_rule(*row.operation, operand_a, operand_b, row.arguments));
  Tensor result(make_plan(contraction, a.view, b.view).dtype, Shape(contraction.result_dims()).extents());
  return [=]() mutable {
    execute(make_plan(contraction, a.view, b.view), a.view, b.view, result.data(), threads);
  };
}

std::string text_of(double number) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
  return {digits.begin(), end};
}

class Bench {
 public:
  Bench(const std::string& rows, int threads, double round_seconds)
      : rows_(read_rows(rows)), threads_(threads), round_seconds_(round_seconds) {}

  std::string run(const std::string& name, int rounds) {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.name == name; });
    if (row == rows_.end()) throw Error(ErrorKind::usage, escaped(name) + ": no such row");
    if (name != row_name_) {
      // Only one row's operands at a time.
      product_ = {};
      limits_.clear();
      product_ = product(*row, threads_);
      row_name_ = name;
    }
    std::string answer = name;
    for (const double seconds : seconds_per_call(product_, rounds, round_seconds_))
      answer += " " + text_of(seconds);
    return answer;
  }

  std::string limit(const std::string& name, int rounds) {
    if (!limits_.contains(name)) limits_[name] = find_limit(name, threads_);
    const std::optional<Limit>& limit = limits_[name];
    if (!limit) return name + " unsupported";
    std::string answer = name;
    for (const double seconds : seconds_per_call(limit->run, rounds, round_seconds_)) {
      answer += " " + text_of(limit->work / seconds);
    }
    return answer;
  }

 private:
  std::vector<Row> rows_;
  int threads_;
  double round_seconds_;
  std::string row_name_;
  std::function<void()> product_;
  std::map<std::string, std::optional<Limit>> limits_;
};

int serve(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: kernel_bench ROWS THREADS ROUND_SECONDS\n";
    return 2;
  }
  Bench bench(words[1], std::atoi(words[2]), std::atof(words[3]));
  std::string command, name;
  for (int rounds = 0; std::cin >> command >> name >> rounds;) {
    if (command == "run")
      std::cout << bench.run(name, rounds) << std::endl;
    else if (command == "limit")
      std::cout << bench.limit(name, rounds) << std::endl;
    else
      throw Error(ErrorKind::usage, escaped(command) + ": no such command");
  }
  return 0;
}

}  // namespace

}  // namespace tcalc::bench

int main(int count, char** words) {
  try {
    return tcalc::bench::serve(count, words);
  } catch (const std::exception& error) {
    std::cerr << "kernel_bench: " << error.what() << "\n";
    return 1;
  }
}
