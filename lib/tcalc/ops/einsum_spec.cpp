#include <algorithm>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/ops/einsum_spec.hpp>

namespace tcalc {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The place of a byte in a line of text, where a letter of several bytes takes one column.
std::size_t column_of(std::string_view text, std::size_t byte) {
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text.substr(0, byte), starts));
}

class Parser {
 public:
  explicit Parser(const std::string& typed) : typed_(typed) {}

  EinsumSpec parse() {
    EinsumSpec spec;
    spec.operands.push_back(term());
    while (next() == ',') {
      ++at_;
      spec.operands.push_back(term());
    }
    if (next() == '-') {
      const std::size_t arrow = at_++;
      if (next() != '>') refuse(arrow, "'-' is not part of '->'");
      ++at_;
      const std::size_t begin = at_;
      spec.output = term();
      if (next() == ',') refuse(at_, "the output is a single term, without ','");
      if (next() == '-') refuse(at_, "'->' stands there twice");
      check_output(spec, begin);
    }
    if (next() != '\0' || at_ < typed_.size()) refuse_character();
    return spec;
  }

 private:
  // The next character that is not a space; 0 at the end.
  char next() {
    while (at_ < typed_.size() && typed_[at_] == ' ') ++at_;
    return at_ < typed_.size() ? typed_[at_] : '\0';
  }

  EinsumTerm term() {
    EinsumTerm term;
    for (char c = next(); is_letter(c) || c == '.'; c = next()) {
      if (c == '.') {
        const std::size_t begin = at_;
        for (int dots = 0; dots < 3; ++dots, ++at_) {
          if (next() != '.') refuse(begin, "'.' is not part of '...'");
        }
        if (term.ellipsis) refuse(begin, "'...' stands twice in one term");
        term.ellipsis = term.letters.size();
      } else {
        term.letters += c;
        ++at_;
      }
    }
    return term;
  }

  void check_output(const EinsumSpec& spec, std::size_t begin) const {
    std::string seen;
    for (std::size_t at = begin; at < typed_.size(); ++at) {
      const char letter = typed_[at];
      if (!is_letter(letter)) continue;
      const auto has = [letter](const EinsumTerm& term) {
        return term.letters.find(letter) != std::string::npos;
      };
      if (std::ranges::none_of(spec.operands, has))
        refuse(at, std::string("letter ") + letter + " of the output is in no operand");
      if (seen.find(letter) != std::string::npos)
        refuse(at, std::string("letter ") + letter + " stands twice in the output");
      seen += letter;
    }
  }

  [[noreturn]] void refuse_character() {
    const std::string_view rest = std::string_view(typed_).substr(at_);
    const std::string sequence(rest.substr(0, std::max<std::size_t>(utf8_length(rest), 1)));
    if (sequence == ">") refuse(at_, "'>' is not part of '->'");
    const std::string safe = escaped(sequence);
    const bool digit = sequence[0] >= '0' && sequence[0] <= '9';
    refuse(at_, (safe == sequence ? "'" + safe + "'" : safe) + " is not a letter",
           digit || sequence == "[" || sequence == "("
               ? "the letters come before the operands: tcalc einsum 'ij,jk->ik' 2,3 3,4"
               : "");
  }

  [[noreturn]] void refuse(std::size_t byte, const std::string& fact, const std::string& hint = {}) const {
    const std::size_t column = column_of(typed_, byte);
    Error error(ErrorKind::usage, formatted("einsum: {} (position {})", fact, column + 1), hint);
    error.sources.push_back({typed_, {{byte, byte}}});
    throw error;
  }

  const std::string& typed_;
  std::size_t at_ = 0;
};

}  // namespace

std::string EinsumTerm::text() const {
  std::string text = letters;
  if (ellipsis) text.insert(*ellipsis, "...");
  return text;
}

EinsumSpec parse_einsum(const std::string& typed) { return Parser(typed).parse(); }

}  // namespace tcalc
