// Times expressions on request, as kernel_bench does products:
//
//   expression_bench ROUND_SECONDS
//
// reads from standard input "operands NAME=EXTENTS:DTYPE...", "expression TEXT" and "run ROUNDS", and answers
// the last on standard output with the seconds of the whole call of expressions.hpp, a figure a round.
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/expressions.hpp>
#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/text/operand.hpp>

#include "timing.hpp"

namespace tcalc::bench {

namespace {

template <class T>
T random_element(std::mt19937_64& engine) {
  if constexpr (std::is_same_v<T, Boolean>) {
    return {static_cast<std::uint8_t>(engine() & 1U)};
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(engine() % 100);
  } else {
    std::uniform_real_distribution<double> unit(0, 1);
    const double real = unit(engine);
    if constexpr (is_complex<T>)
      return cast<T>(std::complex<double>(real, unit(engine)));
    else
      return cast<T>(real);
  }
}

// Of "a=8192,1024:f4".
NamedArray random_array(const std::string& word) {
  const std::size_t equals = word.find('='), colon = word.find(':');
  if (equals == std::string::npos || colon == std::string::npos)
    throw Error(ErrorKind::usage, word + ": NAME=EXTENTS:DTYPE is expected");
  const Shape shape = text::parse_shape(word.substr(equals + 1, colon - equals - 1));
  const auto dtype = parse_dtype(word.substr(colon + 1));
  if (!dtype) throw Error(ErrorKind::usage, word + ": no such dtype");
  NamedArray named(word.substr(0, equals), xt::xarray<double>());
  Tensor tensor(dtype->dtype, shape.extents());
  std::mt19937_64 engine(1);
  visit_dtype(tensor.dtype(), [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (std::int64_t i = 0; i < count(tensor.extents()); ++i) element[i] = random_element<T>(engine);
  });
  named.array = to_array(std::move(tensor));
  return named;
}

void serve(double round_seconds) {
  std::vector<NamedArray> arrays;
  std::string expression;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command, word;
    words >> command >> std::ws;
    if (command == "operands") {
      arrays.clear();
      while (words >> word) arrays.push_back(random_array(word));
    } else if (command == "expression") {
      std::getline(words, expression);
    } else if (command == "run") {
      int rounds = 0;
      words >> rounds;
      for (const double seconds :
           seconds_per_call([&] { detail::value_of(expression, arrays); }, rounds, round_seconds))
        std::cout << seconds << " ";
      std::cout << std::endl;
    } else {
      throw Error(ErrorKind::usage, command + ": no such command");
    }
  }
}

}  // namespace

}  // namespace tcalc::bench

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: expression_bench ROUND_SECONDS\n";
    return 2;
  }
  try {
    tcalc::tune_blas_at_first_use();  // as the program does
    tcalc::bench::serve(std::atof(words[1]));
  } catch (const std::exception& error) {
    std::cerr << "expression_bench: " << error.what() << "\n";
    return 1;
  }
}
