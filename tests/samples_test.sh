#!/usr/bin/env bash
# samples_test.sh TCALC [--update]: runs the numbered samples and compares what they print with samples/expected, and checks
# that make_samples.py still makes the sample files. --update rewrites samples/expected: to be reviewed.
set -euo pipefail

tcalc=$(realpath "$1")
samples=$(cd "$(dirname "${BASH_SOURCE[0]}")/../samples" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$tcalc" "$work/bin/tcalc"

passed=0 failed=0
# check NAME COMMAND...: counts whether the command succeeds.
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    echo "failed: $name"
    failed=$((failed + 1))
  fi
}

# run_sample SCRIPT OUTPUT
run_sample() {
  (cd / && env -u NO_COLOR -u COLUMNS LC_ALL=C.UTF-8 TERM=dumb PATH="$work/bin:/usr/bin:/bin" "$1") </dev/null >"$2" 2>&1
}

for script in "$samples"/[0-9]*.sh; do
  name=$(basename "$script" .sh)
  check "$name exits 0" run_sample "$script" "$work/$name.txt"
  if [[ ${2-} == --update ]]; then
    cp "$work/$name.txt" "$samples/expected/$name.txt"
  fi
  check "$name prints samples/expected/$name.txt" diff -u "$samples/expected/$name.txt" "$work/$name.txt"
done

mkdir "$work/made"
/usr/bin/python3 "$samples/make_samples.py" "$work/made"
for file in "$samples"/*.npy; do
  check "make_samples.py makes $(basename "$file")" cmp "$file" "$work/made/$(basename "$file")"
done

echo "$passed passed, $failed failed"
((failed == 0))
