#!/usr/bin/env bash
# 7. Programs: shapes and arrays by name, a line each, with checks. A model's shapes become a test that a CI job can run.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# A block of GPT-2 holds for every batch, number of tokens, width and number of heads: nothing is said, the exit code is 0.
show 'tcalc run transformer.tcalc'

# At the sizes of GPT-2 itself, with what each line assigns; 7 heads do not divide its width.
show 'tcalc run transformer.tcalc --set D=768 --set H=12 --set V=50257 --trace 2>&1 | tail -n 3'
show 'tcalc run transformer.tcalc --set D=768 --set H=7'

# So do a vision transformer's embedding, a stage of a ResNet, and grouped-query attention.
show 'tcalc run vit.tcalc resnet.tcalc grouped_query.tcalc'

# The first line that fails is shown with what is wrong and what would work.
show 'sed "s/k.mT/k/" transformer.tcalc | tcalc run -'

# Or all of them: what depends on a failed line is not checked.
show 'sed "s/^w_out = .*/w_out = shape 2*D,D/; s/B,H,T,T/B,T,T,H/" transformer.tcalc | tcalc run - --keep-going'

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
