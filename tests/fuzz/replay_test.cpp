// The corpora of the fuzz targets: what they begin with, and what once failed.
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tests/fuzz/target.hpp>
#include <tests/support/catch.hpp>
#include <vector>

using namespace tcalc;

namespace {

// \n \t \r \\ \0 and \xNN are single bytes.
std::string unescaped(const std::string& line) {
  std::string bytes;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      bytes += line[i];
      continue;
    }
    const char letter = line[++i];
    if (letter == 'x') {
      bytes += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      bytes += letter == 'n' ? '\n' : letter == 't' ? '\t' : letter == 'r' ? '\r' : letter;
    }
  }
  return bytes;
}

std::vector<std::string> corpus_of(std::string_view target) {
  std::ifstream file(TCALC_SOURCE_DIR "/tests/fuzz/corpus/" + std::string(target) + ".txt");
  std::vector<std::string> inputs;
  for (std::string line; std::getline(file, line);) inputs.push_back(unescaped(line));
  return inputs;
}

// What is wrong with the answer; empty where nothing is.
std::string fault_of(const fuzz::Target& target, const std::string& input) {
  try {
    target.run(input);
  } catch (const std::exception& fault) {
    return fault.what();
  }
  return "";
}

}  // namespace

TEST_CASE("every input of the fuzz targets' corpora is answered") {
  for (const fuzz::Target& target : fuzz::targets()) {
    const std::vector<std::string> inputs = corpus_of(target.name);
    CAPTURE(target.name);
    REQUIRE(inputs.size() >= 5);
    for (const std::string& input : inputs) {
      CAPTURE(input);
      CHECK(fault_of(target, input) == "");
    }
  }
}

TEST_CASE("a fuzz target without an answer is found") {
  const auto refuses = [](ErrorKind kind, const std::string& message) {
    fuzz::answers({ErrorKind::input}, [&] { throw Error(kind, message); });
  };
  CHECK_NOTHROW(refuses(ErrorKind::input, "bad"));
  CHECK_THROWS_AS(refuses(ErrorKind::internal, "bad"), fuzz::Broken);
  CHECK_THROWS_AS(refuses(ErrorKind::input, "bad\n"), fuzz::Broken);
}
