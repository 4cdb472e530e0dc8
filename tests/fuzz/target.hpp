// What fuzzers feed with bytes, and what must hold whatever these are. The same functions run in the tests on
// the inputs of corpus/.
#pragma once

#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>

namespace tcalc::fuzz {

using Bytes = std::string_view;

struct Target {
  std::string_view name;
  void (*run)(Bytes bytes);  // throws Broken, and any exception that is a bug
};

std::span<const Target> targets();
const Target* find_target(std::string_view name);  // null where there is none

struct Broken : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

// An Error of one of these kinds, with a message that can be shown, is an answer.
template <class Function>
void answers(std::initializer_list<ErrorKind> kinds, Function function) {
  try {
    function();
  } catch (const Error& error) {
    bool allowed = false;
    for (const ErrorKind kind : kinds) allowed = allowed || kind == error.kind;
    require(allowed, "kind " + std::to_string(static_cast<int>(error.kind)) + ": " + error.message);
    require(!error.message.empty(), "an error without a message");
    for (const char letter : error.message)
      require(static_cast<unsigned char>(letter) >= ' ', "a control character in: " + error.message);
  }
}

// Numbers below a bound, one from each byte; 0 when there are no more.
class Choices {
 public:
  explicit Choices(Bytes bytes) : bytes_(bytes) {}

  int below(int bound) {
    if (bytes_.empty()) return 0;
    const int value = static_cast<unsigned char>(bytes_.front()) % bound;
    bytes_.remove_prefix(1);
    return value;
  }
  bool at_end() const { return bytes_.empty(); }

 private:
  Bytes bytes_;
};

// headers.cpp
void npy_header(Bytes bytes);
void safetensors(Bytes bytes);
void gguf(Bytes bytes);
void pickle(Bytes bytes);
// files.cpp
void npy(Bytes bytes);
void npz(Bytes bytes);
void csv(Bytes bytes);
void gzip(Bytes bytes);
void zstd(Bytes bytes);
void raw(Bytes bytes);
// words.cpp
void operand(Bytes bytes);
void slice(Bytes bytes);
void axes(Bytes bytes);
void einsum(Bytes bytes);
void dim(Bytes bytes);
void facts(Bytes bytes);
// texts.cpp
void expression(Bytes bytes);
void program(Bytes bytes);
// contraction.cpp and evaluation.cpp
void contraction(Bytes bytes);
void evaluation(Bytes bytes);

}  // namespace tcalc::fuzz
