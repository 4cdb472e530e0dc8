// A program cut into lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tcalc::script {

// Walks over lines that end in \n or \r\n; the last one may lack its end. A byte order mark before the first
// is skipped.
class Lines {
 public:
  explicit Lines(std::string_view program);

  // The next line without its end; nothing after the last.
  std::optional<std::string_view> next();
  std::size_t number() const { return number_; }  // of the line that next() gave, from 1

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

}  // namespace tcalc::script
