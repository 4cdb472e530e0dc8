// Walks over the text of a header, front to back, and says where it is not what it should be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>

namespace tcalc::npy {

class HeaderText {
 public:
  // first_byte: where in the file the text begins; positions in messages count from the file's start.
  HeaderText(std::string_view text, std::int64_t first_byte, std::string_view name)
      : text_(text), first_byte_(first_byte), name_(name) {}

  bool at_end() const { return at_ >= text_.size(); }
  // The character at the current place; 0 at the end.
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool at_space() const;
  void skip_space();
  // Moves past white space, then past `wanted` and returns true, or stays there.
  bool accept(char wanted);
  // accept(), or throws malformed().
  void expect(char wanted);

  // A string in single or double quotes, without them; escape sequences are left as they are.
  std::string_view quoted();
  // A run of digits, possibly empty.
  std::string_view digits();
  // A whole value, brackets and quotes balanced, up to the comma or brace that ends it. Flat, however deep it
  // nests.
  std::string_view value();
  // What the current place holds, for messages: at least one character, up to the next separator.
  std::string found() const;

  // Error{input} "<name>: <fact>".
  Error error(const std::string& fact) const { return {ErrorKind::input, std::string(name_) + ": " + fact}; }
  // "malformed header: expected <what> at byte 30". A header that stops short lacks its brace, whatever was
  // due.
  Error malformed(const std::string& expected) const;
  // "at byte 30"
  std::string place() const;

 private:
  std::string_view text_;
  std::int64_t first_byte_;
  std::string_view name_;
  std::size_t at_ = 0;
};

// Text of a file in a message: escaped, in quotes, about 60 bytes at most.
std::string cited(std::string_view text);
// The same without quotes, as long as nothing had to be escaped.
std::string shortened(std::string_view text);

}  // namespace tcalc::npy
