#!/usr/bin/env bash
# 1. Shapes: what shape does this product have, and is it legal? No data is needed to ask.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# dot contracts the last axis of A with the second-to-last of B and keeps all the others.
show 'tcalc dot 3,4 4,5'
show 'tcalc dot 2,3,4 7,4,5'
show 'tcalc dot 1,2,3,4 8,7,4,5'

# matmul multiplies the last two axes as matrices; the axes before them are batches, which broadcast.
show 'tcalc matmul 10,12,4,5 10,12,5,8'
show 'tcalc matmul 5,1,2,3 1,7,3,5'

# A shape may be written in several ways, and a printed shape is one of them.
show 'tcalc matmul 10x12x4x5 "(10, 12, 5, 8)"'

# A name stands for every size, ? for one that is not known.
show 'tcalc matmul B,H,T,64 B,H,64,T'
show 'tcalc matmul ?,64 64,10'

# Nothing is allocated: the sizes may be far beyond memory.
show 'tcalc matmul 1000000,1000000 1000000,1000000'

# When the answer is no, it says why, on stderr, and the exit code is 1.
show 'tcalc dot 3,4,5,2 2,5,3,7'
