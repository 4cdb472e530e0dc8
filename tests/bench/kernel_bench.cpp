// Times products on request, so that it can take turns with other programs:
//
//   kernel_bench ROWS THREADS ROUND_SECONDS
//
// reads from standard input "run NAME ROUNDS", a row of the file ROWS, "xtensor NAME ROUNDS", "eigen NAME
// ROUNDS" and "limit NAME ROUNDS", and answers on standard output with NAME and one figure a round: for a row
// the seconds that plan and execution take, into a result that is already there, or those of the whole call
// of tcalc.hpp, xtensor-blas or Eigen; for a limit the multiply-adds or bytes a second. "NAME unsupported":
// there is none on this machine. "version" is answered with a line of what runs.
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
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/ops/outcome.hpp>
#include <tcalc/plan/plan.hpp>
#include <tcalc/version.hpp>

#include "limits.hpp"
#include "row.hpp"
#include "timing.hpp"
#include "xarrays.hpp"

namespace tcalc::bench {

namespace {

bool is_asked_through_the_api(const Row& row) {
  return row.layout == Layout::xarray || row.layout == Layout::out || row.layout == Layout::slices;
}

// Plan and execution, into a result that is already there.
std::function<void()> product(const Row& row, int threads) {
  std::vector<Values> values;
  std::vector<TensorView> views;
  std::vector<Operand> operands;
  for (std::size_t i = 0; i < row.operands.size(); ++i) {
    values.push_back(make_values(row, i));
    views.push_back(values.back().view);
    operands.push_back({side_name(i), Shape(row.operands[i]), row.dtypes[i]});
  }
  const Outcome outcome = apply_rule(*row.operation, operands, row.arguments);
  const Contraction contraction = contraction_of(outcome);
  Tensor result(promoted(views), outcome.shape.extents());
  if (views.size() == 2) {
    return [=, owner = values]() mutable {
      execute(make_plan(contraction, views[0], views[1]), views[0], views[1], result.data(), threads);
    };
  }
  return [=, owner = values]() mutable {
    run_schedule(make_schedule(contraction, views), views, result.data(), threads);
  };
}

std::string text_of(double number) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
  return {digits.begin(), end};
}

// The command that asks for each library's call.
const std::map<std::string, Library> libraries = {
    {"run", Library::tcalc}, {"xtensor", Library::xtensor}, {"eigen", Library::eigen}};

class Bench {
 public:
  Bench(const std::string& rows, int threads, double round_seconds)
      : rows_(read_rows(rows)), threads_(threads), round_seconds_(round_seconds) {}

  std::string run(const std::string& command, const std::string& name, int rounds) {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& r) { return r.name == name; });
    if (row == rows_.end()) throw Error(ErrorKind::usage, escaped(name) + ": no such row");
    if (name != row_name_ || command != command_) {
      // Only one row's operands at a time.
      product_ = {};
      limits_.clear();
      product_ = command == "run" && !is_asked_through_the_api(*row)
                     ? product(*row, threads_)
                     : library_product(*row, libraries.at(command));
      row_name_ = name;
      command_ = command;
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
    const auto measure = limit->is_bound ? seconds_of_fastest_call : seconds_per_call;
    for (const double seconds : measure(limit->run, rounds, round_seconds_))
      answer += " " + text_of(limit->work / seconds);
    return answer;
  }

 private:
  std::vector<Row> rows_;
  int threads_;
  double round_seconds_;
  std::string row_name_, command_;
  std::function<void()> product_;
  std::map<std::string, std::optional<Limit>> limits_;
};

// The lines of `tcalc --version` in one.
std::string what_runs() {
  std::string text = version();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) text.replace(at, 1, "; ");
  return text;
}

int serve(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: kernel_bench ROWS THREADS ROUND_SECONDS\n";
    return 2;
  }
  tune_blas_at_first_use();  // as the program does
  Bench bench(words[1], std::atoi(words[2]), std::atof(words[3]));
  std::string command, name;
  for (int rounds = 0; std::cin >> command;) {
    if (command == "version") {
      std::cout << "version " << what_runs() << std::endl;
      continue;
    }
    if (!(std::cin >> name >> rounds)) break;
    if (libraries.contains(command))
      std::cout << bench.run(command, name, rounds) << std::endl;
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
