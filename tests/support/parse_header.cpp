// Says what each file on standard input is, one in hex a line. For tests/interop/headers.py.
#include <charconv>
#include <iostream>
#include <string>
#include <tests/support/header_answer.hpp>

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::string file;
    for (std::size_t at = 0; at + 1 < line.size(); at += 2) {
      unsigned byte = 0;
      std::from_chars(line.data() + at, line.data() + at + 2, byte, 16);
      file += static_cast<char>(byte);
    }
    std::cout << tcalc::test::header_answer(file, static_cast<std::int64_t>(file.size())) << '\n';
  }
}
