#!/usr/bin/env bash
# 8. Files: what is in them, parts of them, and how they become others.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# Headers are enough for what a file holds; --stats reads the values once.
show 'tcalc info x.npy fortran.npy --stats'

# A slice, as Python writes it, on its own or as an operand.
show 'tcalc show x.npy --slice 0,0,::2'
show "tcalc matmul 'x.npy[0,0]' 'y.npy[0,0]' --shape"

# A picture of one: in colours on a terminal, of characters elsewhere.
show 'tcalc show b.npy --heat'

# An archive grows by a member at a time; CSV and pipes are formats as well.
show 'tcalc convert b.npy -o weights.npz:layer/b --compress && tcalc new eye:3 -o weights.npz:i && tcalc info weights.npz'
show "tcalc convert 'weights.npz:layer/b[:2]' --dtype i4 --format csv"

# Every array of a stream.
show 'cat a.npy a.npy | tcalc matmul - weights.npz:layer/b --each -o - | tcalc show - --each --slice 0'

# Are two arrays equal, and is a file sound?
show 'tcalc diff a.npy fortran.npy --rtol 0 && echo equal'
show 'tcalc diff "[1, 2, 3]" "[1, 2, 4]"'
show '(cat a.npy; echo) > longer.npy; tcalc check a.npy longer.npy'
show 'tcalc check longer.npy --repair -o longer.npy && cmp a.npy longer.npy && echo repaired'
