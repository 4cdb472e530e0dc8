#!/usr/bin/env bash
# 7. Programs: shapes and arrays by name, a line each, with checks. A model's shapes become a test that a CI job can run.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# A transformer block holds for every batch size and every number of tokens: nothing is said, the exit code is 0.
show 'tcalc run transformer.tcalc'

# The first line that fails is shown with what is wrong and what would work.
show 'sed "s/ --transpose-b//" transformer.tcalc | tcalc run -'

# Or all of them: what depends on a failed line is not checked.
show 'sed "s/^wo = .*/wo = shape 8,32,512/; s/B,8,T,T/B,T,T,8/" transformer.tcalc | tcalc run - --keep-going'

# With values: they are computed when print or save needs them, each once.
show 'tcalc run classifier.tcalc'
show 'tcalc info scores.npy'

# A program can be written where it is used.
show "tcalc run - <<'END'
a = load a.npy
b = load b.npy
c = matmul a b
expect c 3,5 float32
d = matmul c [[1, 0], [0, 1], [1, 1], [0, 0], [2, 2]]
print d
END"
