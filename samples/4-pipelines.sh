#!/usr/bin/env bash
# 4. Pipelines: - is an array on standard input, -o - is one on standard output.
# shellcheck disable=SC2016  # the commands are shown as typed, and expanded when they run
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# (a b) transposed times a, without a file between.
show 'tcalc matmul a.npy b.npy -o - | tcalc matmul - a.npy --transpose-a'

# - twice reads two arrays, one after the other.
show 'cat a.npy b.npy | tcalc matmul - -'

# A script asks before it works: the exit code says whether the product exists.
show 'if tcalc matmul x.npy a.npy --shape 2>/dev/null; then echo yes; else echo no; fi'

# stdout has data only; --quiet drops the notes, errors go to stderr.
show 'shape=$(tcalc batch_dot x.npy y.npy --shape --quiet) && echo "the result is $shape"'

# A printed shape is an operand: chain shape questions.
show 'tcalc matmul "$(tcalc matmul 2,3,4 4,5)" 5,6'
