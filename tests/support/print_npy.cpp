// Prints .npy files with the library's own reader and printer: print_npy [--full] [--json] [--precision N]
// FILE... A line of "====" follows each. For tests/interop/print.py.
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/print.hpp>

int main(int count, char** words) {
  tcalc::text::PrintOptions options;
  bool json = false;
  const tcalc::text::Sink sink = [](std::string_view piece) { std::cout << piece; };
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--full") {
      options.full = true;
    } else if (word == "--json") {
      json = true;
    } else if (word == "--precision") {
      options.precision = std::atoi(words[++i]);
    } else {
      const auto array = tcalc::npy::Reader(tcalc::os::Input::open(words[i])).read();
      if (json)
        tcalc::text::write_json(array.view, sink);
      else
        tcalc::text::print_array(array.view, options, sink);
      std::cout << "\n====\n";
    }
  }
}
