#!/usr/bin/python3
"""Random expressions against NumPy with NumPy 2's promotion: shape, dtype and values, and what is refused.

    expressions.py TCALC [--runs N] [--first N] [--seed N] [--every-function]

Within a tree stand operations that IEEE 754 or integer arithmetic define to the last bit; sums and transcendental functions,
which have a bound, are at its root. An expression that NumPy refuses has to be refused.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy2
import numpy as np
from trees import COVERED, Case, every_function, random_case

SECONDS = 60
NAMES = numpy2.namespace()


def is_same(given, wanted, exact: bool) -> bool:
    if wanted.dtype.kind in "biu":
        return np.array_equal(given, wanted)
    with np.errstate(all="ignore"):
        both_nan = np.isnan(given) & np.isnan(wanted)
        equal = both_nan | (given == wanted)
        if wanted.dtype.kind == "c" and not numpy2.IS_NUMPY_2:
            equal |= np.isnan(wanted) & (given == 0)  # 0 to a complex power
        if exact and wanted.dtype.kind == "f":
            return bool(np.all(equal))
        eps = float(np.finfo(wanted.dtype).eps)
        finite = np.isfinite(wanted)
        size = np.abs(np.where(finite, wanted, 0)).max(initial=0) if wanted.dtype.kind == "c" else np.abs(wanted)
        tiny = float(np.finfo(wanted.dtype).tiny)
        near = np.abs(given.astype(np.result_type(wanted.dtype, "f8")) - wanted) <= 32 * eps * size + 4 * tiny
        odd = np.isinf(given) | np.isinf(wanted) if wanted.dtype.kind == "c" else False
        return bool(np.all(equal | near | (odd & (wanted.dtype.kind == "c"))))


def done_reducing(text: str) -> bool:
    return any(name in text for name in ("mean", "var", "std", "median", "norm", "quantile"))


def difference(program: str, folder: str, index: int, case: Case) -> str:
    text, exact, arrays = case
    words = []
    for name, array in arrays.items():
        path = os.path.join(folder, f"{index}-{name}.npy")
        np.save(path, array)
        words.append(f"{name}={path}")
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", message="elementwise comparison failed")  # an error as of NumPy 1.25
            warnings.filterwarnings("error", message="Out of bound index found")  # which NumPy forgives where nothing results
            wanted = np.asarray(eval(text, dict(NAMES), dict(arrays)))
        refusal = None if wanted.dtype != object else "object"
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError, AttributeError, SyntaxError, numpy2.AxisError,
            np.linalg.LinAlgError, DeprecationWarning) as error:
        refusal = str(error)
    if refusal is not None and "array of dimension 0" in refusal and done_reducing(text):
        return ""  # numpy's sum takes axis=0 of a 0-D array, its mean does not
    if refusal is not None and "comparison failed" in refusal and not numpy2.IS_NUMPY_2:
        return ""  # of an integer out of bounds; as of NumPy 2 any integer is compared
    compares = any(symbol in text for symbol in ("<", ">", "==", "!=", "equal", "less", "greater"))
    if refusal is not None and "out of bounds" in refusal and compares and not numpy2.IS_NUMPY_2:
        return ""
    result = os.path.join(folder, f"{index}-out.npy")
    done = subprocess.run([program, "eval", text, *words, "-q", "-o", result], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          timeout=SECONDS)
    what = f"{index}: {text}  " + ", ".join(f"{name} {array.shape} {array.dtype}" for name, array in arrays.items())
    for name in arrays:
        os.unlink(os.path.join(folder, f"{index}-{name}.npy"))
    if done.returncode == 5 and "an integer of more than 64 bits" in done.stderr:
        return ""
    if done.returncode not in (0, 1, 2):
        return f"{what}: exit code {done.returncode}: {done.stderr.strip()}"
    if refusal is not None:
        return "" if done.returncode != 0 else f"{what}: is accepted, but numpy says: {refusal}"
    if "quantiles of bool are not defined" in done.stderr:
        return ""  # numpy refuses where it has to interpolate
    if "multi_dot" in text and not np.all(np.isfinite(wanted)):
        return ""  # of two orders at the same cost one may overflow where the other does not
    if "(a diagonal)" in done.stderr:
        return ""  # numpy takes the lesser of two sizes where one is 0 or 1
    if "argsort is along an axis" in done.stderr:
        return ""  # numpy sorts a 0-D array's place, though not the array
    if "makes -2 of True" in done.stderr:
        return ""  # Python means to refuse it
    if "of complex numbers are not defined" in done.stderr:
        return ""  # numpy has a median of them, by the real part first
    if done.returncode != 0:
        return f"{what}: {done.stderr.strip()}"
    given = np.load(result)
    os.unlink(result)
    wanted = wanted.astype(wanted.dtype.newbyteorder("="))
    if "**" in text and given.dtype != wanted.dtype and any(array.ndim == 0 for array in arrays.values()):
        return ""  # up to NumPy 2.2 ** looks at the value of a 0-D exponent
    if given.shape != wanted.shape or given.dtype != wanted.dtype:
        return f"{what}: {given.shape} {given.dtype}, numpy gives {wanted.shape} {wanted.dtype}"
    complex_within = "j" in text or any(array.dtype.kind == "c" for array in arrays.values())
    if is_same(given, wanted, exact and not complex_within):
        return ""
    return f"{what}: {given.tolist()}, numpy gives {wanted.tolist()}"[:600]


def functions_of(program: str) -> set[str]:
    """All names that `tcalc help functions` lists."""
    text = subprocess.run([program, "help", "functions"], capture_output=True, text=True, check=True, timeout=SECONDS).stdout
    return set(re.findall(r"^  (\w+)\(", text, re.MULTILINE))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="number of the first random expression")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every-function", action="store_true", help="each function on each dtype too")
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    failed = 0
    for name in sorted(functions_of(program) - set(COVERED)):
        failed += 1
        print(f"{name}: no random expression has it (trees.py)")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        sweep = every_function(options.seed) if options.every_function else []
        cases = sweep + [random_case(index, options.seed) for index in range(options.first, options.first + options.runs)]
        for problem in pool.map(lambda index: difference(program, folder, index, cases[index]), range(len(cases))):
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
