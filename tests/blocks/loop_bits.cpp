// Prints a line for each loop of elementwise functions, conversions and reductions, with what stands for the
// bits of its results: the same on every instruction set, which TCALC_INSTRUCTION_SET chooses.
#include <bit>
#include <cmath>
#include <cstring>
#include <iostream>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/elementwise/conversions.hpp>
#include <tcalc/elementwise/tables.hpp>
#include <tcalc/reduction/tables.hpp>

using namespace tcalc;

namespace {

constexpr std::int64_t columns = 37, rows = 53, elements = columns * rows;  // no vector ends with them

// Bits of all kinds: every tenth number is 0, infinite or NaN, others are of every size.
std::vector<std::byte> operand(Dtype dtype, unsigned seed) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(elements * size_of(dtype)));
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(0, 30);
  const auto number = [&] {
    const auto kind = engine() % 40;
    if (kind == 0) return std::numeric_limits<double>::quiet_NaN();
    if (kind == 1) return std::numeric_limits<double>::infinity();
    if (kind < 4) return kind == 2 ? 0.0 : -0.0;
    return kind < 20 ? normal(engine) : std::exp2(normal(engine));
  };
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(bytes.data());
    for (std::int64_t i = 0; i < elements; ++i) {
      if constexpr (is_complex<T>)
        element[i] = cast<T>(std::complex<double>(number(), number()));
      else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Boolean>)
        element[i] = cast<T>(static_cast<std::int64_t>(engine()) >> (engine() % 64));
      else
        element[i] = cast<T>(number());
    }
  });
  return bytes;
}

// FNV-1a of bits in which every NaN is the same.
class Hash {
 public:
  void add(Dtype dtype, std::span<const std::byte> bytes) {
    visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
      for (std::size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
        T element;
        std::memcpy(&element, bytes.data() + i, sizeof(T));
        add(element);
      }
    });
  }
  std::uint64_t value() const { return value_; }

 private:
  template <class T>
  void add(T element) {
    if constexpr (is_complex<T>) {
      add(element.real());
      add(element.imag());
    } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Boolean>) {
      add_bytes(&element, sizeof(T));
    } else {
      const auto number = cast<double>(element);
      const std::uint64_t bits = number != number ? 0 : std::bit_cast<std::uint64_t>(number);
      add_bytes(&bits, sizeof(bits));
    }
  }
  void add_bytes(const void* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      value_ = (value_ ^ static_cast<const unsigned char*>(bytes)[i]) * 0x100000001B3;
  }
  std::uint64_t value_ = 0xCBF29CE484222325;
};

void print(std::string_view name, Dtype dtype, const Hash& hash) {
  std::cout << name << " " << name_of(dtype) << " " << std::hex << hash.value() << std::dec << "\n";
}

void print_elementwise(const ElementFunction& function) {
  for (const ElementwiseLoop& loop : function.loops) {
    if (loop.run == nullptr) continue;
    const std::vector<std::byte> x = operand(loop.operand, 1), y = operand(loop.operand, 2);
    const std::byte* const operands[] = {x.data(), y.data()};
    std::vector<std::byte> result(static_cast<std::size_t>(elements * size_of(loop.result)));
    Hash hash;
    try {
      loop.run(operands, result.data(), elements);
      hash.add(loop.result, result);
    } catch (const Error&) {  // integers to negative powers
    }
    print(function.name, loop.operand, hash);
  }
}

// And compares it with core's converter, element by element.
void print_conversion(Dtype from, Dtype to) {
  const std::vector<std::byte> x = operand(from, 4);
  std::vector<std::byte> result(static_cast<std::size_t>(elements * size_of(to))), plain = result;
  Hash hash, plain_hash;
  vector_converter(from, to)(x.data(), elements, result.data());
  converter(from, to)(x.data(), elements, plain.data());
  hash.add(to, result);
  plain_hash.add(to, plain);
  if (hash.value() != plain_hash.value())
    throw Error(ErrorKind::internal, std::string(name_of(from)) + " to " + std::string(name_of(to)) +
                                         " has other bits than an element alone");
  print(std::string(name_of(from)) + " to", to, hash);
}

void print_reduction(const ReductionFunction& function) {
  for (const ReductionLoop& loop : function.loops) {
    if (loop.leaf == nullptr) continue;
    const std::vector<std::byte> x = operand(loop.operand, 3);
    std::vector<std::byte> accumulators(static_cast<std::size_t>(columns * loop.accumulator_bytes)),
        results(static_cast<std::size_t>(columns * size_of(loop.result)));
    Hash hash;
    // Rows of all lengths from 1 on that a run of a leaf may have.
    for (std::int64_t length = 1; length < elements; length += length < 150 ? 1 : 97) {
      loop.leaf(x.data(), length, 0, accumulators.data());
      loop.finish(accumulators.data(), 1, length, results.data());
      hash.add(loop.result, std::span(results).first(static_cast<std::size_t>(size_of(loop.result))));
    }
    if (loop.columns != nullptr) {
      for (std::int64_t height = 1; height <= rows; ++height) {
        loop.columns(x.data(), columns, height, columns, 0, accumulators.data());
        loop.finish(accumulators.data(), columns, height, results.data());
        hash.add(loop.result, results);
      }
    }
    print(function.name, loop.operand, hash);
  }
}

}  // namespace

int main() {
  try {
    for (const auto table : {loops::arithmetic(), loops::comparisons(), loops::mathematics(),
                             loops::bitwise(), loops::roundings(), loops::activations()}) {
      for (const ElementFunction& function : table) print_elementwise(function);
    }
    visit_all_dtypes([]<class From>(TypeTag<From>) {
      visit_all_dtypes([]<class To>(TypeTag<To>) { print_conversion(dtype_of<From>(), dtype_of<To>()); });
    });
    for (const auto table : {reductions::sums(), reductions::extremes(), reductions::truths()}) {
      for (const ReductionFunction& function : table) print_reduction(function);
    }
  } catch (const Error& error) {  // an instruction set that the machine lacks
    std::cerr << error.what() << "\n";
    return 2;
  }
}
