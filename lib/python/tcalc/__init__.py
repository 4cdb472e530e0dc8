"""Tensor products on NumPy arrays and whatever shares its memory with them.

    >>> import numpy, tcalc
    >>> tcalc.matmul(numpy.ones((2, 3)), numpy.ones((3, 4))).shape
    (2, 4)
    >>> tcalc.shape('matmul', 'B,T,64', '64,D')
    ('B', 'T', 'D')

Operands are not copied: NumPy arrays of any strides and byte order, buffers, and tensors that speak DLPack. What is not
defined raises a ShapeError, which shows the operands and says what is legal instead.
"""
from ._tcalc import (Error, InputError, InternalError, OutputError, ResourceError, ShapeError, UsageError, __version__,
                     batch_dot, dot, einsum, eval, infer, inner, kron, matmul, matvec, multi_dot, outer, shape,
                     tensordot, vdot, vecdot, vecmat, version)

__all__ = ['Error', 'InputError', 'InternalError', 'OutputError', 'ResourceError', 'ShapeError', 'UsageError',
           '__version__', 'batch_dot', 'dot', 'einsum', 'eval', 'infer', 'inner', 'kron', 'matmul', 'matvec',
           'multi_dot', 'outer', 'shape', 'tensordot', 'vdot', 'vecdot', 'vecmat', 'version']
