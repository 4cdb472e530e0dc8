// Times expressions on request, as kernel_bench does products:
//
//   expression_bench ROUND_SECONDS
//
// reads from standard input "operands NAME=EXTENTS:DTYPE...", "expression TEXT" and "run ROUNDS", and answers
// the last on standard output with the seconds of the whole call of expressions.hpp, a figure a round. "copy
// ROUNDS" is answered with the seconds of a memcpy that reads as many bytes as the expression's operands
// have, and writes as many as its result, to a new array; what is read beyond that goes to a buffer that
// stays in cache.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <tcalc/api/value_of.hpp>
#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/kernel/threads.hpp>
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
  Tensor tensor(dtype->dtype, shape.extents());
  const std::int64_t elements = count(tensor.extents());
  std::mt19937_64 engine(1);
  visit_dtype(tensor.dtype(), [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (std::int64_t i = 0; i < elements; ++i) element[i] = random_element<T>(engine);
  });
  const Array array = to_array(std::move(tensor));
  const TensorView& view = array.view;
  return {word.substr(0, equals),
          {view.data, view.dtype, view.extents.size(), view.extents.data(), view.strides.data()},
          array.owner};
}

std::int64_t bytes_of(const Extents& extents, Dtype dtype) { return count(extents) * size_of(dtype); }

// What is not read anew is read again.
std::function<void()> copy_of(std::int64_t bytes_read, std::int64_t bytes_written) {
  static constexpr std::int64_t piece = std::int64_t{64} << 10;
  Tensor from(Dtype::uint8, {rounded_up(bytes_read, piece)});
  std::memset(from.data(), 1, static_cast<std::size_t>(from.bytes()));
  return [from, bytes_read, bytes_written] {
    Tensor to(Dtype::uint8, {bytes_written});
    const auto copy = [&](std::int64_t index, Scratch& scratch) {
      const std::int64_t first = index * piece;
      const std::int64_t size = std::min(piece, std::max(bytes_read, bytes_written) - first);
      std::byte* const target =
          first + size <= bytes_written ? to.data() + first : scratch.left.get<std::byte>(piece);
      std::memcpy(target, from.data() + first % from.bytes(), static_cast<std::size_t>(size));
    };
    share_out(block_count(std::max(bytes_read, bytes_written), piece), default_threads(), copy, {});
  };
}

void answer(const std::function<void()>& call, int rounds, double round_seconds) {
  for (const double seconds : seconds_per_call(call, rounds, round_seconds)) std::cout << seconds << " ";
  std::cout << std::endl;
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
    } else if (command == "run" || command == "copy") {
      int rounds = 0;
      words >> rounds;
      if (command == "run") {
        answer([&] { api::value_of(expression, arrays); }, rounds, round_seconds);
      } else {
        std::int64_t bytes_read = 0;
        for (const NamedArray& named : arrays) {
          const api::ArrayRef array = named.array();
          bytes_read += bytes_of({array.extents, array.extents + array.rank}, array.dtype);
        }
        const TensorView value = api::value_of(expression, arrays).view;
        answer(copy_of(bytes_read, bytes_of(value.extents, value.dtype)), rounds, round_seconds);
      }
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
