#!/usr/bin/env bash
# What clang-tidy finds by .clang-tidy; part of the deep tests.
#   tidy.sh CLANG_TIDY BUILD [FILE...]     BUILD has compile_commands.json; without FILEs, all sources but tests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tidy=$1 build=$2
shift 2
files=("$@")
# The tiles of another machine; tcalc-mpi and the Python module are built only where they are asked for.
other=tiles_neon.cpp
[[ $(uname -m) != aarch64 ]] || other='tiles_avx*.cpp'
without=(! -path 'app/mpi/*')
grep -qF lib/python "$build/compile_commands.json" || without+=(! -path 'lib/python/*')
((${#files[@]} > 0)) || mapfile -t files < <(find lib app -name '*.cpp' ! -name "$other" "${without[@]}" -print | sort)
((${#files[@]} > 0))
# What GCC alone understands must not fail here; the number of suppressed warnings is no news.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" "$tidy" -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings\? generated\.$' >&2)
