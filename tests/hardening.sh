#!/usr/bin/env bash
# Whether the program is built as one that reads files of strangers.
#   hardening.sh TCALC LIBRARY     the library has our own code alone; the program is linked with that of others too
set -euo pipefail
tcalc=$1 library=$2
failed=0

# has WHAT PATTERN COMMAND...: the command prints the pattern.
has() {
  local what=$1 pattern=$2
  shift 2
  grep -q -- "$pattern" <<<"$("$@")" || {
    echo "the program has no $what"
    failed=1
  }
}

has 'position of its own choice' DYN readelf --file-header "$tcalc"
has 'relocations that are read-only once done' GNU_RELRO readelf --program-headers --wide "$tcalc"
has 'symbols that are all bound at the start' 'BIND_NOW\|Flags:.* NOW' readelf --dynamic --wide "$tcalc"
has 'guarded stack' ' U __stack_chk_fail' nm "$library"
has 'checked copies' ' U __[a-z]*_chk$' nm "$library"
has 'stack without code' 'GNU_STACK.* RW ' readelf --program-headers --wide "$tcalc"
exit "$failed"
