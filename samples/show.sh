# shellcheck shell=bash
# Sourced by the samples: finds tcalc, moves to a temporary copy of the sample files, and shows each command before it runs.
set -euo pipefail

samples=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v tcalc >/dev/null || PATH=$samples/../build/release/app:$PATH
command -v tcalc >/dev/null || {
  echo "error: no tcalc in the PATH and none in build/release/app; samples/quickstart builds it" >&2
  exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$samples"/*.npy "$samples"/*.tcalc "$work"
cd "$work"

# show 'COMMAND LINE': prints it, runs it, and goes on after a failure with a line that has its exit code.
show() {
  local status=0
  printf '\n$ %s\n' "$1"
  bash -o pipefail -c "$1" || status=$?
  ((status == 0)) || printf 'exit code %d\n' "$status"
}
