#!/usr/bin/env bash
# 9. Checkpoints: what is in a model, and whether it is the one that a program was written for.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# A small one, with GPT-2's names.
"$samples/make_gpt2.py" gpt2.safetensors
show 'tcalc info gpt2.safetensors --tree | tail -n 8'

# Its dims, by a program that has them all: from the headers alone, so it answers at once for any size.
show 'tcalc run gpt2.tcalc'
show 'tcalc run gpt2.tcalc --set V=40 --set D=16'

# Another vocabulary: which tensors differ, and which size explains them.
show 'tcalc run gpt2.tcalc --set V=48'
show 'tcalc run gpt2.tcalc --set D=24 2>&1 | grep -v "^ "'

# What two checkpoints have in common, tensor by tensor.
show "tcalc convert gpt2.safetensors -o half.safetensors --dtype f2 --quiet; tcalc diff gpt2.safetensors half.safetensors --rtol 1e-3 --atol 1e-6 | head -n 2"

# One matrix of it, in a product.
show "tcalc matmul ones:1,16:f4 'gpt2.safetensors:h.0.mlp.c_fc.weight' --shape"
