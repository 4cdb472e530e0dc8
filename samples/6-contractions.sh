#!/usr/bin/env bash
# 6. From two shapes and a wish to a result: frameworks finds the operation, explain shows how its axes pair up, and then it
# runs. Here queries meet keys, (batch, heads, tokens, features) each, and the wish is (batch, heads, tokens, tokens).
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# Which operation gives it? None for the operands as they are, but with the keys transposed several would.
show 'tcalc frameworks queries.npy keys.npy | sed -n "1p; /numpy/p"'
show 'tcalc frameworks queries.npy keys.npy --want 2,3,4,4 | tail -n 8'
show 'tcalc frameworks queries.npy keys.npy --transpose-b --want 2,3,4,4 | grep "^\*"'

# How do the axes pair up?
show 'tcalc explain matmul queries.npy keys.npy --transpose-b | sed "/memory/d; /time/d"'

# Then compute it, and look where one number comes from.
show 'tcalc matmul queries.npy keys.npy --transpose-b -o scores.npy'
show 'tcalc explain matmul a.npy b.npy --element 1,2 | tail -n 5'

# The same in letters, and the rest of attention at once: the cheapest order is found.
show "tcalc einsum 'bhqd,bhkd->bhqk' queries.npy keys.npy --shape"
show "tcalc explain einsum 'bhqd,bhkd,bhkv->bhqv' B,H,T,64 B,H,S,64 B,H,S,32 | head -n 8"
show "tcalc explain einsum 'bhqd,bhkd,bhkv->bhqv' 8,12,128,64 8,12,128,64 8,12,128,32 | grep -A 3 path"
show 'tcalc multi_dot 10,1000 1000,5 5,500'

# What a letter may not do.
show "tcalc einsum 'ij,jk->ik' 2,3 4,5"
