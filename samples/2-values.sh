#!/usr/bin/env bash
# 2. Values: small arrays are written on the command line, larger ones are made from a rule.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

# Literals are JSON lists: all integers give int64, else float64.
show "tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]'"
show "tcalc dot '[1,2,3]' '[0.5,0.25,0.125]'"
show "tcalc dot '[true,false]' '[true,true]'"

# Fills: KIND:SHAPE:DTYPE. Of all ones, every element of a product is the length that was contracted.
show 'tcalc dot ones:2,3 ones:3,4'
show 'tcalc matmul eye:3 arange:3,2:f4'

# Random fills depend on --seed alone.
show 'tcalc matmul randint=10:2,2 eye:2:i8 --seed 1 -o first.npy'
show 'tcalc matmul randint=10:2,2 eye:2:i8 --seed 1 -o second.npy'
show 'cmp first.npy second.npy && echo same'

# Mixed dtypes promote as in NumPy, and integers wrap as in NumPy; --dtype converts the operands first.
show 'tcalc dot full=100:1,2:int8 full=100:2,1:int8'
show 'tcalc dot full=100:1,2:int8 full=100:2,1:int8 --dtype int32'

# For another program: --json.
show "tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]' --json"
show "tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]' --shape --json"
