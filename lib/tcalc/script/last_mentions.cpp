#include <tcalc/script/last_mentions.hpp>
#include <tcalc/script/lines.hpp>
#include <tcalc/script/words.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::script {

ByName<std::size_t> last_mentions(std::string_view program) {
  ByName<std::size_t> lines_of;
  Lines lines(program);
  while (const auto line = lines.next()) {
    try {
      for (Word& word : split_words(*line)) {
        if (text::is_name(word.text)) lines_of[std::move(word.text)] = lines.number();
      }
    } catch (const LineError&) {
    }
  }
  return lines_of;
}

}  // namespace tcalc::script
