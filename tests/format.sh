#!/usr/bin/env bash
# Whether all C++ is formatted as .clang-format says, by the version whose rules those are.
#   format.sh CLANG_FORMAT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mapfile -t files < <(find app lib samples tests \( -name '*.cpp' -o -name '*.hpp' \) -print)
((${#files[@]} > 0))
"$1" --dry-run -Werror "${files[@]}" || {
  echo "to repair: $1 -i FILE" >&2
  exit 1
}
