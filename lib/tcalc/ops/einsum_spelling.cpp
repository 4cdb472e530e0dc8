#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/ops/einsum_spec.hpp>
#include <tcalc/ops/einsum_spelling.hpp>

namespace tcalc {

namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_letter(std::string_view text) { return text.size() == 1 && letters.find(text) != letters.npos; }

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// "->" and ',' as the only separators; '>' stands for the arrow until the end.
std::string with_usual_separators(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> others = {{{"->", ">"},
                                                                                    {"=>", ">"},
                                                                                    {"\u2192", ">"},
                                                                                    {"\u21d2", ">"},
                                                                                    {"\u27f6", ">"},
                                                                                    {"\u2026", "..."},
                                                                                    {"=", ">"},
                                                                                    {";", ","},
                                                                                    {"*", ","}}};
  for (const auto& [from, to] : others) replace_all(text, from, to);
  return text;
}

// The words of a spec, its separators among them: {"time", "i", ",", "...", ">", "i"}.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  bool begins = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const std::size_t length = std::max<std::size_t>(utf8_length(rest), 1);
    const std::string_view sequence = rest.substr(0, rest.starts_with("...") ? 3 : length);
    at += sequence.size();
    const bool separates = sequence == "," || sequence == ">" || sequence == "...";
    if (sequence == " ") {
      begins = true;
    } else if (separates || begins) {
      words.emplace_back(sequence);
      begins = separates;
    } else {
      words.back() += sequence;
    }
  }
  return words;
}

bool is_separator(const std::string& word) { return word == "," || word == ">" || word == "..."; }

// The characters of a word, each an axis.
std::vector<std::string> characters_of(const std::string& word) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < word.size(); at += characters.back().size()) {
    const std::string_view rest = std::string_view(word).substr(at);
    characters.emplace_back(rest.substr(0, std::max<std::size_t>(utf8_length(rest), 1)));
  }
  return characters;
}

// Whether a term has several words, one of them longer than a letter.
bool has_names(const std::vector<std::string>& words) {
  bool spaced = false, long_word = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_separator(words[i])) continue;
    spaced = spaced || (i > 0 && !is_separator(words[i - 1]));
    long_word = long_word || characters_of(words[i]).size() > 1;
  }
  return spaced && long_word;
}

bool could_be_name(const std::string& word) {
  const auto belongs = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || c == '_' ||
           is_letter(std::string_view(&c, 1));
  };
  return std::ranges::all_of(word, belongs) && !(word[0] >= '0' && word[0] <= '9');
}

// A letter for each name: its own, its first, or the next that is not taken.
class Letters {
 public:
  explicit Letters(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (is_letter(name)) taken_ += name;
    }
    for (const std::string& name : names) {
      if (letter_of_.contains(name)) continue;
      letter_of_[name] = is_letter(name) ? name : choose(name);
    }
  }

  bool enough() const { return enough_; }
  const std::string& of(const std::string& name) const { return letter_of_.at(name); }

 private:
  std::string choose(const std::string& name) {
    std::string candidates;
    if (is_letter(name.substr(0, 1))) candidates = name.substr(0, 1);
    candidates += letters;
    const std::size_t free = candidates.find_first_not_of(taken_);
    if (free == std::string::npos) {
      enough_ = false;
      return "";
    }
    taken_ += candidates[free];
    return candidates.substr(free, 1);
  }

  std::map<std::string, std::string> letter_of_;
  std::string taken_;
  bool enough_ = true;
};

bool is_spec(const std::string& text) {
  try {
    parse_einsum(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::optional<std::string> respelled(const std::string& typed) {
  std::vector<std::string> words = words_of(with_usual_separators(typed));
  if (!has_names(words)) {
    std::vector<std::string> axes;
    for (const std::string& word : words) {
      if (is_separator(word))
        axes.push_back(word);
      else
        std::ranges::move(characters_of(word), std::back_inserter(axes));
    }
    words = std::move(axes);
  }
  std::vector<std::string> names;
  for (const std::string& word : words) {
    if (is_separator(word)) continue;
    if (!could_be_name(word)) return std::nullopt;
    names.push_back(word);
  }
  const Letters letters_of(names);
  if (!letters_of.enough()) return std::nullopt;
  std::string spec, plain;
  for (const std::string& word : words)
    spec += word == ">" ? "->" : is_separator(word) ? word : letters_of.of(word);
  for (const char c : typed) plain += c == ' ' ? "" : std::string(1, c);
  return spec != plain && is_spec(spec) ? std::optional(spec) : std::nullopt;
}

}  // namespace tcalc
