#!/usr/bin/env bash
# 5. batch_dot: two published meanings. Keras up to 2.2.4 multiplied stacks of matrices, as matmul does; from 2.2.5 on it
# has one batch axis and keeps every other axis of both operands.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# The old meaning is the default; a note says what the new one would give.
show 'tcalc batch_dot 9,8,7,4,2 9,8,7,2,5'
show 'tcalc batch_dot 9,8,7,4,2 9,8,7,2,5 --keras 3'
show 'tcalc matmul 9,8,7,4,2 9,8,7,2,5'

# For two operands of rank 3 both agree: no note.
show 'tcalc batch_dot 7,4,2 7,2,5'

# --axes names the axis of A and the axis of B that are contracted; one number stands for both.
show 'tcalc batch_dot 100,20 100,30,20 --axes 1,2'
show 'tcalc batch_dot 32,20 32,20 --axes 1'
show "tcalc batch_dot '[[1,2],[3,4]]' '[[5,6],[7,8]]' --axes 1"

# Attention scores: queries times keys, contracted over the features.
show 'tcalc batch_dot queries.npy keys.npy --axes 3,3 --quiet --shape'
show 'tcalc matmul queries.npy keys.npy --transpose-b --shape'
