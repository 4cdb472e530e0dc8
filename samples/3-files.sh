#!/usr/bin/env bash
# 3. Files: .npy files are what NumPy's save and load use; any dtype, byte order and order of axes is read.
# shellcheck source=samples/show.sh
source "$(dirname "${BASH_SOURCE[0]}")/show.sh"

show 'tcalc matmul a.npy b.npy'

# Of a shape question, only the headers are read.
show 'tcalc matmul x.npy y.npy --shape'
show 'tcalc matmul x.npy 10,12,5,8'

# -o writes the result as .npy and prints nothing. The file is there whole or not at all.
show 'tcalc matmul a.npy b.npy -o c.npy'
show 'tcalc dot true c.npy'

# fortran.npy holds the numbers of a.npy as big-endian float64 in Fortran order.
show 'tcalc matmul fortran.npy b.npy -o d.npy'
show 'tcalc dot true d.npy'

# The output may be one of the inputs.
show 'tcalc matmul eye:3 c.npy -o c.npy'

# A failed command leaves the target as it was.
show 'tcalc matmul a.npy a.npy -o c.npy'
show 'tcalc dot true c.npy --shape'
show 'tcalc dot a.npy missing.npy'
