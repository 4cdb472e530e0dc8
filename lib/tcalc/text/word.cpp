#include <tcalc/text/word.hpp>

namespace tcalc::text {

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-@";
  if (word.find_first_not_of(plain) == std::string::npos) return std::string(word);
  std::string quoted = "'";
  for (const char letter : word) {
    if (letter == '\'')
      quoted += "'\\''";
    else
      quoted += letter;
  }
  return escaped(quoted + "'");
}

}  // namespace tcalc::text
