// A name as a message cites it.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>

namespace tcalc {

// Escaped, in single quotes: those of `escaped` where it had to escape something, else its own. At most
// `limit` bytes of text are shown.
inline std::string in_quotes(std::string_view text, std::size_t limit = 200) {
  const std::string safe = escaped(text, limit);
  const bool is_quoted = safe != text && safe.starts_with('\'') && safe.ends_with('\'');
  return is_quoted ? safe : "'" + safe + "'";
}

}  // namespace tcalc
