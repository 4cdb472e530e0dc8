#!/usr/bin/env python3
"""The Python module: what it computes, that it copies nothing, what it says.

    module_test.py FOLDER TCALC    FOLDER has the module tcalc, TCALC is the program
"""
import array
import ast
import ctypes
import doctest
import os
import pathlib
import re
import resource
import subprocess
import sys
import threading
import time
import unittest
import warnings

sys.path.insert(0, sys.argv[1])

import numpy as np  # noqa: E402
import tcalc  # noqa: E402

PROGRAM = sys.argv[2]
ROOT = pathlib.Path(__file__).resolve().parents[2]
DTYPES = ['?', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', 'c8', 'c16']
HANG_SECONDS = 60


def integers(shape, dtype, seed=0):
    """Small integers, whose products are exact in every dtype."""
    values = np.random.default_rng(seed).integers(0, 4, shape)
    if np.dtype(dtype).kind == 'c':
        return (values + 1j * values[::-1]).astype(dtype)
    return values.astype(dtype)


def shell(*words):
    """What the program prints, and what it reports."""
    run = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
    return run.stdout, run.stderr


class DLPack:
    """Gives out an array as DLPack, and as nothing else."""

    def __init__(self, values):
        self.values = values

    def __dlpack__(self):
        return self.values.__dlpack__()

    def __dlpack_device__(self):
        return self.values.__dlpack_device__()


class BFloat16:
    """float32 values rounded to bfloat16, which NumPy does not have, as DLPack."""

    class Tensor(ctypes.Structure):
        _fields_ = [('data', ctypes.c_void_p), ('device', ctypes.c_int32 * 2), ('rank', ctypes.c_int32),
                    ('code', ctypes.c_uint8), ('bits', ctypes.c_uint8), ('lanes', ctypes.c_uint16),
                    ('shape', ctypes.c_void_p), ('strides', ctypes.c_void_p), ('offset', ctypes.c_uint64),
                    ('context', ctypes.c_void_p), ('deleter', ctypes.c_void_p)]

    def __init__(self, values, device=1, bits=16):
        self.bits = (np.ascontiguousarray(values, 'f4').view('u4') >> 16).astype('u2')
        self.extents = (ctypes.c_int64 * values.ndim)(*values.shape)
        self.tensor = self.Tensor(self.bits.ctypes.data, (device, 0), values.ndim, 4, bits, 1,
                                  ctypes.addressof(self.extents), None, 0, None, None)

    def __dlpack__(self):
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(ctypes.addressof(self.tensor), b'dltensor', None)

    def __dlpack_device__(self):
        return tuple(self.tensor.device)


class Values(unittest.TestCase):
    def equal(self, found, wanted):
        self.assertEqual(type(found), type(wanted))
        self.assertEqual(found.dtype, wanted.dtype)
        np.testing.assert_array_equal(found, wanted)

    def test_every_pair_of_dtypes(self):
        for left in DTYPES:
            for right in DTYPES:
                a, b = integers((3, 5), left), integers((5, 2), right, 1)
                self.equal(tcalc.matmul(a, b), np.matmul(a, b))

    def test_every_function(self):
        a, b, v = integers((3, 4), 'f8'), integers((4, 5), 'f8', 1), integers((4,), 'f8', 2)
        stack = integers((2, 4, 5), 'f8', 3)
        self.equal(tcalc.dot(a, stack), np.dot(a, stack))
        self.equal(tcalc.inner(a, v), np.inner(a, v))
        self.equal(tcalc.outer(a, v), np.outer(a, v))
        self.equal(tcalc.kron(a, b), np.kron(a, b))
        self.equal(tcalc.vdot(v + 1j, v * 1j), np.vdot(v + 1j, v * 1j))
        self.equal(tcalc.matvec(a, v), a @ v)
        self.equal(tcalc.vecmat(v, b), v @ b)
        self.equal(tcalc.vecdot(stack, v[:, None], axis=-2), np.einsum('ijk,j->ik', stack, v))
        self.equal(tcalc.tensordot(a, stack, axes=([1], [1])), np.tensordot(a, stack, axes=([1], [1])))
        self.equal(tcalc.tensordot(stack, integers((4, 5, 3), 'f8')), np.tensordot(stack, integers((4, 5, 3), 'f8')))
        self.equal(tcalc.tensordot(a, v, 0), np.tensordot(a, v, 0))
        self.equal(tcalc.einsum('ij,kjl,j->kl', a, stack, v), np.einsum('ij,kjl,j->kl', a, stack, v))
        self.equal(tcalc.einsum(a, [0, 1], stack, [2, 1, Ellipsis], [2, 0, Ellipsis]), np.einsum('ij,kj...->ki...', a, stack))
        self.equal(tcalc.multi_dot([a, b, b.T]), a @ b @ b.T)
        self.equal(tcalc.batch_dot(stack, stack, axes=(2, 2)), stack @ stack.transpose(0, 2, 1))
        self.equal(tcalc.batch_dot(a, a, axes=1, keras=3), np.sum(a * a, axis=1, keepdims=True))
        self.equal(tcalc.matmul(a, b.T, transpose_b=True), a @ b)
        self.equal(tcalc.matmul(v.astype('i1'), v.astype('i1'), output_type='int32'), np.int32((v * v).sum()))
        self.equal(tcalc.eval('x @ y + z', x=a, y=b, z=1.0), a @ b + 1)
        transposed = tcalc.eval('x.T', {'x': a})
        self.equal(transposed, a.T)
        self.assertFalse(np.shares_memory(transposed, a))
        self.equal(tcalc.eval('x + x', x=a.astype('>f8')), a + a)

    def test_every_layout(self):
        base = integers((6, 8), 'f4')
        unaligned = np.frombuffer(b'\0' + base.tobytes(), 'f4', base.size, 1).reshape(base.shape)
        record = np.zeros((6, 8), [('flag', 'u1'), ('value', 'f4')])
        record['value'] = base
        read_only = base.copy()
        read_only.flags.writeable = False
        layouts = {'Fortran': np.asfortranarray(base), 'reversed': base[::-1, ::-1][::-1, ::-1], 'swapped': base.astype('>f4'),
                   'swapped complex': base.astype('>c8'), 'steps': np.repeat(base, 3, 1)[:, ::3], 'unaligned': unaligned,
                   'field': record['value'], 'read-only': read_only}
        for name, layout in layouts.items():
            with self.subTest(name):
                np.testing.assert_array_equal(tcalc.matmul(layout, layout.T), base @ base.T)
        row = np.broadcast_to(base[0], (5, 8))
        self.equal(tcalc.matmul(row, base.T), row @ base.T)

    def test_no_axis_and_no_element(self):
        self.equal(tcalc.dot(np.float32(3), np.float32(4)), np.float32(12))
        self.equal(tcalc.dot(3, [1, 2]), np.array([3, 6]))
        self.equal(tcalc.matmul(np.ones(3), np.ones(3)), np.float64(3))
        self.equal(tcalc.matmul(np.ones((2, 0)), np.ones((0, 3))), np.zeros((2, 3)))
        self.equal(tcalc.matmul(np.ones((0, 2)), np.ones((2, 3))), np.zeros((0, 3)))
        self.equal(tcalc.eval('x.sum()', x=np.ones(3)), np.float64(3))

    def test_buffers(self):
        numbers = array.array('d', [1, 2, 3])
        self.equal(tcalc.dot(numbers, numbers), np.float64(14))
        self.equal(tcalc.dot(memoryview(bytes([1, 2])), bytearray([3, 4])), np.uint8(11))

    def test_dlpack(self):
        values = integers((3, 4), 'f4')
        self.equal(tcalc.matmul(DLPack(values), DLPack(values.T)), values @ values.T)
        brain = BFloat16(values)
        self.equal(tcalc.matmul(brain, values.T), values @ values.T)
        self.equal(tcalc.matmul(brain, BFloat16(values.T)), values @ values.T)  # what it is computed in
        self.equal(tcalc.eval('x * 2', x=brain), values * 2)
        with self.assertRaisesRegex(tcalc.InputError, "^B is not in this machine's memory\n  hint: .cpu"):
            tcalc.matmul(values, BFloat16(values.T, device=2))
        with self.assertRaisesRegex(tcalc.InputError, "^A has a dtype that tcalc does not have: DLPack's 4 of 8 bits"):
            tcalc.dot(BFloat16(values, bits=8), 1)

    def test_pytorch(self):
        try:
            import torch
        except ImportError:
            self.skipTest('PyTorch is not installed')
        tensor = torch.arange(12, dtype=torch.float32).reshape(3, 4)
        self.equal(tcalc.matmul(tensor, tensor.T), (tensor @ tensor.T).numpy())
        self.equal(tcalc.matmul(tensor.bfloat16(), tensor.T.bfloat16()), (tensor @ tensor.T).numpy())


class Out(unittest.TestCase):
    def test_memory_of_the_caller(self):
        a, b = integers((3, 4), 'f4'), integers((4, 5), 'f4', 1)
        for out in (np.empty((3, 5), 'f4'), np.empty((3, 5), 'f8'), np.empty((3, 5), 'c16'), np.empty((3, 5), '>f4'),
                    np.empty((5, 3), 'f4').T, np.empty((3, 10), 'f4')[:, ::2]):
            self.assertIs(tcalc.matmul(a, b, out=out), out)
            np.testing.assert_array_equal(out, a @ b)
        dot = np.empty((), 'f4')
        self.assertIs(tcalc.dot(a[0], a[0], dot), dot)
        self.assertEqual(dot, np.dot(a[0], a[0]))

    def test_an_operand_is_the_target(self):
        square = integers((4, 4), 'f8')
        wanted = square @ square
        tcalc.matmul(square, square, out=square)
        np.testing.assert_array_equal(square, wanted)

    def test_refused(self):
        a = np.ones((2, 2))
        for out, kind, text in (
                (np.empty((2, 3)), tcalc.ShapeError, 'the target has shape (2, 3), the result (2, 2)'),
                (np.empty((2, 2), 'i4'), tcalc.InputError, "out does not hold the result's values, which are float64"),
                (np.broadcast_to(0.0, (2, 2)), tcalc.ShapeError, 'out is read-only'),
                ([1], tcalc.InputError, 'out is no numpy.ndarray')):
            with self.assertRaises(kind) as caught:
                tcalc.matmul(a, a, out=out)
            self.assertEqual(str(caught.exception), text)


class Memory(unittest.TestCase):
    def test_operands_are_not_copied(self):
        """A product of 64 MiB by a vector, however they are laid out, takes a few MiB."""
        matrix, vector = np.ones((4096, 4096), 'f4'), np.ones(4096, 'f4')
        tcalc.matmul(matrix[:64, :64], vector[:64])  # what is made once
        for a in (matrix, matrix.T, DLPack(matrix), memoryview(matrix), matrix[::-1, ::-1]):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            result = tcalc.matmul(a, vector)
            self.assertLess(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, 16 << 10)
            np.testing.assert_array_equal(result, np.full(4096, 4096, 'f4'))

    def test_nothing_is_kept(self):
        values = np.ones((8, 8))
        counts = [sys.getrefcount(values)]
        for _ in range(100):
            tcalc.matmul(values, DLPack(values))
            tcalc.eval('x @ x', x=values)
            with self.assertRaises(tcalc.ShapeError):
                tcalc.matmul(values, values[1:])
        self.assertEqual(sys.getrefcount(values), counts[0])


class Threads(unittest.TestCase):
    def test_others_run_while_it_computes(self):
        matrix = np.ones((1536, 1536), 'f8')
        span = []

        def work():
            start = time.perf_counter()
            tcalc.matmul(matrix, matrix)
            span.extend([start, time.perf_counter()])

        worker = threading.Thread(target=work)
        turns = []
        worker.start()
        while worker.is_alive():
            turns.append(time.perf_counter())
            time.sleep(0.001)
        inside = [turn for turn in turns if span[0] + 0.005 < turn < span[1] - 0.005]
        self.assertGreater(len(inside), 2, f'of {len(turns)} turns, in {span[1] - span[0]} s')

    def test_several_at_once(self):
        a, b = integers((70, 90), 'f4'), integers((90, 40), 'f4', 1)
        wanted, wrong = a @ b, []

        def work():
            for _ in range(30):
                if not np.array_equal(tcalc.matmul(a, b), wanted) or tcalc.eval('x + 1', x=a)[0, 0] != a[0, 0] + 1:
                    wrong.append(1)

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(wrong, [])

    def test_forked_child(self):
        matrix = np.ones((300, 300))
        tcalc.matmul(matrix, matrix)
        with warnings.catch_warnings():  # newer Pythons warn of threads, which is what is tried here
            warnings.simplefilter('ignore')
            child = os.fork()
        if child == 0:
            import signal
            signal.alarm(HANG_SECONDS)
            os._exit(0 if tcalc.matmul(matrix, matrix)[0, 0] == 300 else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)


class Errors(unittest.TestCase):
    def test_the_text_is_that_of_the_program(self):
        for words, call in (
                (('matmul', '2,3', '4,3'), lambda: tcalc.shape('matmul', '2,3', '4,3')),
                (('dot', '3,4,5,2', '2,5,3,7'), lambda: tcalc.dot(np.ones((3, 4, 5, 2)), np.ones((2, 5, 3, 7)))),
                (('einsum', 'ij,jk->ik', '2,3', '4,5'), lambda: tcalc.einsum('ij,jk->ik', np.ones((2, 3)), np.ones((4, 5)))),
                (('batch_dot', 'B,2,3', 'C,3,2'), lambda: tcalc.shape('batch_dot', 'B,2,3', 'C,3,2'))):
            with self.subTest(words):
                with self.assertRaises(tcalc.ShapeError) as caught:
                    call()
                told = shell(*words)[1].removeprefix('tcalc: error: ')
                own = [line for line in str(caught.exception).split('\n') if 'hint:' not in line]
                self.assertEqual(own, [line for line in told.rstrip('\n').split('\n') if 'hint:' not in line])
                self.assertEqual(len(caught.exception.hints), told.count('hint:'))

    def test_hints_are_calls(self):
        with self.assertRaises(tcalc.ShapeError) as caught:
            tcalc.matmul(np.ones((2, 3)), np.ones((4, 3)))
        error = caught.exception
        self.assertIsInstance(error, ValueError)
        self.assertIsInstance(error, tcalc.Error)
        self.assertEqual(error.kind, 'mismatch')
        self.assertEqual(error.message, 'matmul: Dimensions must be equal, but are 3 and 4: axis 1 of A and axis 0 of B')
        self.assertEqual(error.hints[0], 'tcalc.matmul(A, B, transpose_b=True) is legal and gives (2, 4)')
        self.assertTrue(str(error).endswith('\n  hint: ' + error.hints[-1]))

    def test_kinds(self):
        with self.assertRaisesRegex(TypeError, '^A has the dtype object, which tcalc does not have'):
            tcalc.dot(np.array([None]), 1)
        with self.assertRaisesRegex(tcalc.InputError, r"^B has the dtype \S+, which tcalc does not have"):
            tcalc.dot(1, np.longdouble(1))
        with self.assertRaisesRegex(tcalc.UsageError, "^there is no operation 'dott'$"):
            tcalc.shape('dott', '2', '2')
        with self.assertRaisesRegex(tcalc.UsageError, "^dot has no option axes$"):
            tcalc.shape('dot', '2', '2', axes=1)
        with self.assertRaises(tcalc.UsageError):
            tcalc.eval('x +', x=1)
        with self.assertRaises(MemoryError):
            tcalc.outer(np.broadcast_to(1.0, 1 << 40), np.broadcast_to(1.0, 1 << 40))
        with self.assertRaises(TypeError):
            tcalc.matmul(np.ones(1))


class Shapes(unittest.TestCase):
    def test_named_dims(self):
        self.assertEqual(tcalc.shape('matmul', 'B,T,64', '64,4*D'), ('B', 'T', '4*D'))
        self.assertEqual(tcalc.shape('matmul', ('B', None, 64), (64, 5)), ('B', None, 5))
        self.assertEqual(tcalc.shape('dot', np.ones((2, 3)), 3), (2,))
        self.assertEqual(tcalc.shape('dot', (), ()), ())
        self.assertEqual(tcalc.shape('einsum', 'bij,bjk->bik', 'B,2,3', 'B,3,4'), ('B', 2, 4))
        self.assertEqual(tcalc.shape('tensordot', '3,4,5', '4,3,2', axes=([1, 0], [0, 1])), (5, 2))
        self.assertEqual(tcalc.shape('tensordot', '3,4', '4,3,2', axes=1), (3, 3, 2))
        self.assertEqual(tcalc.shape('matmul', '2,3', '4,3', transpose_b=True), (2, 4))
        self.assertEqual(tcalc.shape('matmul', '1000000,1000000', '1000000,1000000'), (1000000, 1000000))

    def test_of_expressions(self):
        self.assertEqual(tcalc.infer('x.reshape(B*T, D) @ w', x='B,T,D', w=('D', '4*D')), ('B*T', '4*D'))


class Documents(unittest.TestCase):
    def test_stubs_are_of_the_same_functions(self):
        folder = pathlib.Path(tcalc.__file__).parent
        stubs = {node.name: node for node in ast.parse((folder / '__init__.pyi').read_text()).body
                 if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        self.assertEqual({name for name in stubs if not name.startswith('_')}, set(tcalc.__all__) - {'__version__'})
        for name, node in stubs.items():
            if isinstance(node, ast.ClassDef):
                continue
            text = getattr(tcalc, name).__doc__
            self.assertGreater(len(text.splitlines()), 1, name)
            parts = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            parts += [part for part in (node.args.vararg, node.args.kwarg) if part]
            signature = re.match(rf'{name}\((.*)\) -> ', text).group(1)
            found = re.findall(r'(?:^|, )\**(\w+)(?=[:,]|$)', signature)
            stub = {part.arg for part in parts}
            if not node.args.vararg and not node.args.kwarg:
                self.assertEqual(set(found), stub, name)

    def test_readme(self):
        block = re.search(r'```pycon\n(.*?)```', (ROOT / 'README.md').read_text(), re.DOTALL).group(1)
        test = doctest.DocTestParser().get_doctest(block, {}, 'README.md', 'README.md', 0)
        self.assertGreater(len(test.examples), 4)
        self.assertEqual(doctest.DocTestRunner().run(test).failed, 0)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
