"""One file that several processes compute in parts: in any order, at once, killed, and run again."""

import os
import random
import re
import shutil
import signal
import time

import numpy

from system_calls import require_strace, under_strace
from workbench import Bench, HELD, Skipped, check, equal, expect, small_disk

LAUNCHED = re.compile(r"OMPI_|PMI_|SLURM_|MPI_")


def operands(bench: Bench) -> None:
    generator = numpy.random.default_rng(1)
    numpy.save(bench.path("x.npy"), generator.standard_normal((700, 90)))
    numpy.save(bench.path("y.npy"), generator.standard_normal((90, 1100)))
    numpy.save(bench.path("s.npy"), generator.standard_normal((60, 33, 40)).astype("f4"))


WORK = {
    "a product": ("matmul", "x.npy", "y.npy"),
    "a stack": ("matmul", "s.npy", "s.npy", "--transpose-b"),
    "a chain": ("einsum", "ij,jk,jl->lik", "x.npy[:,0:5]", "y.npy[0:5,0:40]", "y.npy[0:5,0:30]"),
    "integers": ("matmul", "x.npy", "y.npy", "--dtype", "i4"),
    "an outer product": ("outer", "x.npy[0]", "y.npy[1]"),
    "elements": ("eval", "exp(x) + 1", "x=y.npy"),
    "rows": ("eval", "softmax(x)", "x=y.npy"),
    "sums of rows": ("eval", "x.sum(1)", "x=y.npy"),
    "slabs": ("eval", "softmax(x @ y, axis=-1) @ y.T", "x=x.npy", "y=y.npy"),
    "one element": ("dot", "x.npy[0]", "x.npy[1]"),
}


def part(bench: Bench, words: tuple[str, ...], number: int, parts: int, **options):
    return bench.run(*words, "-o", "c.npy", "--part", f"{number}/{parts}", **options)


def stored(result) -> None:
    """Notes say what is missing."""
    equal((result.code, result.err if result.code else ""), (0, ""))


def holds(what: str, is_so: bool) -> None:
    equal((what, is_so), (what, True))


def whole(bench: Bench, words: tuple[str, ...]) -> bytes:
    expect(bench.run(*words, "-o", "whole.npy"), 0)
    return bench.path("whole.npy").read_bytes()


@check
def parts_in_any_order_and_at_once_are_byte_for_byte_the_whole(bench: Bench) -> None:
    operands(bench)
    before = bench.names() | {"whole.npy", "c.npy"}
    for name, words in WORK.items():
        bytes_of_whole = whole(bench, words)
        for parts in (1, 2, 3, 4, 6):
            numbers = list(range(1, parts + 1))
            random.Random(parts).shuffle(numbers)
            for number in numbers:
                stored(part(bench, words, number, parts))
            equal((name, parts, bench.path("c.npy").read_bytes() == bytes_of_whole), (name, parts, True))
            equal(bench.names(), before)
            bench.path("c.npy").unlink()
        started = [bench.start(bench.program, *words, "-o", "c.npy", "--part", f"{number}/4") for number in range(1, 5)]
        for process in started:
            stored(bench.finish(process))
        equal((name, bench.path("c.npy").read_bytes() == bytes_of_whole), (name, True))
        equal(bench.names(), before)


@check
def a_part_says_what_is_missing(bench: Bench) -> None:
    operands(bench)
    words = WORK["a product"]
    expect(part(bench, words, 2, 3), 0, "note: part 2 of 3 is stored, 2 are missing")
    expect(part(bench, words, 2, 3), 0, "note: part 2 of 3 is stored, 2 are missing")
    expect(part(bench, words, 3, 3), 0, "note: part 3 of 3 is stored, 1 is missing")
    expect(part(bench, words, 1, 3), 0, "")
    expect(part(bench, ("dot", "x.npy[0]", "x.npy[1]"), 2, 3), 0,
           "note: part 2 of 3 has nothing to do: the result falls into 1 part")


@check
def a_part_that_is_killed_is_run_again(bench: Bench) -> None:
    operands(bench)
    words = WORK["slabs"]
    bytes_of_whole = whole(bench, words)
    before = bench.names() | {"c.npy"}
    bench.path("c.npy").write_bytes(HELD)
    generator = random.Random(3)
    for _ in range(12):
        process = bench.start(bench.program, *words, "-o", "c.npy", "--part", f"{generator.randint(1, 3)}/3")
        time.sleep(generator.uniform(0, 0.03))
        process.send_signal(generator.choice((signal.SIGKILL, signal.SIGTERM)))
        bench.finish(process)
        holds("the target is the old file or the whole new one", bench.path("c.npy").read_bytes() in (HELD, bytes_of_whole))
    for number in (1, 2, 3):
        stored(part(bench, words, number, 3))
    holds("the target is the whole new one", bench.path("c.npy").read_bytes() == bytes_of_whole)
    bench.run("clean", "--unfinished")  # of a run that was complete before the last three began
    equal(bench.names(), before)


@check
def a_part_that_is_killed_at_any_call_leaves_the_old_file_or_the_whole(bench: Bench) -> None:
    require_strace(bench)
    operands(bench)
    words = WORK["a product"]
    bytes_of_whole = whole(bench, words)
    before = bench.names() | {"c.npy"}
    for call in ("mkdir", "fallocate", "link", "pwrite64", "fsync", "rename", "unlinkat"):
        for when in (1, 2):
            bench.path("c.npy").write_bytes(HELD)
            stored(part(bench, words, 1, 2))
            number = 1 if call in ("mkdir", "fallocate", "link") else 2
            if number == 1:
                bench.run("clean", "--unfinished")
            injection = f"{call}:signal=SIGKILL:when={when}"
            under_strace(bench, injection, *words, "-o", "c.npy", "--part", f"{number}/2")
            holds(f"{injection}: old or whole", bench.path("c.npy").read_bytes() in (HELD, bytes_of_whole))
            for again in (1, 2):
                stored(part(bench, words, again, 2))
            holds(f"{injection}: whole", bench.path("c.npy").read_bytes() == bytes_of_whole)
            bench.run("clean", "--unfinished")
            equal(bench.names(), before)


@check
def parts_of_a_run_that_was_killed_after_it_published_are_not_taken_for_new_ones(bench: Bench) -> None:
    operands(bench)
    words = WORK["a product"]
    bytes_of_whole = whole(bench, words)
    stored(part(bench, words, 1, 2))
    folder = next(bench.directory.glob(".c.npy.*.tcalc.parts"))
    shutil.copytree(folder, bench.path("kept"))
    expect(part(bench, words, 2, 2), 0)
    bench.path("c.npy").unlink()
    bench.path("kept").rename(folder)
    (folder / "2").touch()
    (folder / "data").unlink()
    expect(part(bench, words, 1, 2), 0, "note: part 1 of 2 is stored, 1 is missing")
    expect(part(bench, words, 2, 2), 0)
    holds("the whole", bench.path("c.npy").read_bytes() == bytes_of_whole)
    holds("nothing is left", not folder.exists())


@check
def inputs_that_change_between_parts_begin_another_file(bench: Bench) -> None:
    operands(bench)
    words = WORK["a product"]
    expect(part(bench, words, 1, 2), 0, "note: part 1 of 2 is stored, 1 is missing")
    numpy.save(bench.path("x.npy"), numpy.ones((700, 90)))
    expect(part(bench, words, 2, 2), 0, "note: part 2 of 2 is stored, 1 is missing")
    holds("nothing is published", not bench.path("c.npy").exists())
    expect(part(bench, words, 1, 2), 0)
    holds("the new one", bench.path("c.npy").read_bytes() == whole(bench, words))
    left = bench.run("clean", "--unfinished")
    holds("the parts of the old one are left", re.fullmatch(rb"removed \.c\.npy\.[0-9a-f]{16}\.tcalc\.parts, .*\n", left.out) is not None)
    equal([name for name in bench.names() if name.startswith(".")], [])


@check
def two_works_on_one_target_do_not_mix(bench: Bench) -> None:
    operands(bench)
    one, other = WORK["a product"], ("matmul", "x.npy", "y.npy", "--dtype", "f4")
    wholes = [whole(bench, one), whole(bench, other)]
    stored(part(bench, one, 1, 2))
    stored(part(bench, other, 1, 2))
    stored(part(bench, other, 1, 3))
    expect(part(bench, one, 2, 2), 0)
    holds("the first", bench.path("c.npy").read_bytes() == wholes[0])
    expect(part(bench, other, 2, 2), 0)
    holds("the second", bench.path("c.npy").read_bytes() == wholes[1])
    random_fill = ("eval", "x + 1", "rand:300,100")
    stored(part(bench, (*random_fill, "--seed", "1"), 1, 2))
    stored(part(bench, (*random_fill, "--seed", "2"), 2, 2))
    stored(part(bench, (*random_fill, "--seed", "2"), 1, 2))
    holds("of two seeds the second", bench.path("c.npy").read_bytes() == whole(bench, (*random_fill, "--seed", "2")))


@check
def a_part_of_another_instruction_set_is_refused(bench: Bench) -> None:
    operands(bench)
    words = WORK["elements"]
    stored(part(bench, words, 1, 2, env=bench.env | {"TCALC_INSTRUCTION_SET": "baseline"}))
    refused = part(bench, words, 2, 2, env=bench.env | {"TCALC_INSTRUCTION_SET": ""})
    if refused.code == 0:
        raise Skipped("this machine has no other instruction set")
    equal(refused.code, 2)
    equal(re.sub("this machine has [^:]*:", "this machine has more:", refused.err),
          "tcalc: error: part 2 of 2: the first part was computed with baseline, this machine has more: the last bits would differ\n"
          "  hint: TCALC_INSTRUCTION_SET and OPENBLAS_CORETYPE make all machines compute alike\n")
    stored(part(bench, words, 2, 2, env=bench.env | {"TCALC_INSTRUCTION_SET": "baseline"}))
    holds("it is complete", bench.path("c.npy").exists())


@check
def a_full_disk_loses_no_part(bench: Bench) -> None:
    operands(bench)
    with small_disk(bench, "size=2m") as disk:
        target = str(disk / "c.npy")
        full = bench.run("matmul", "x.npy", "y.npy", "-o", target, "--part", "1/2")
        expect(full, 4, f"tcalc: error: {target}: No space left on device")
        equal(os.listdir(disk), [])


@check
def a_target_keeps_its_mode_and_a_symlink(bench: Bench) -> None:
    operands(bench)
    bench.path("old.npy").write_bytes(HELD)
    bench.path("old.npy").chmod(0o640)
    bench.path("c.npy").symlink_to("old.npy")
    for number in (1, 2):
        stored(part(bench, WORK["a product"], number, 2))
    equal(bench.path("old.npy").stat().st_mode & 0o777, 0o640)
    holds("the link is one still", bench.path("c.npy").is_symlink())
    holds("its target is the whole", bench.path("old.npy").read_bytes() == whole(bench, WORK["a product"]))


@check
def launchers_say_which_part_a_process_is(bench: Bench) -> None:
    operands(bench)
    words = (*WORK["a product"], "-o", "c.npy")
    bytes_of_whole = whole(bench, WORK["a product"])
    environment = {name: value for name, value in bench.env.items() if not LAUNCHED.match(name)}
    for rank, size in (("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"), ("SLURM_PROCID", "SLURM_NTASKS")):
        for number in range(3):
            stored(bench.run(*words, "--part", "auto", env=environment | {rank: str(number), size: "3"}))
        holds(f"{rank}: the whole", bench.path("c.npy").read_bytes() == bytes_of_whole)
        bench.path("c.npy").unlink()
    for number in range(1, 4):
        tasks = {"SLURM_ARRAY_TASK_ID": str(number), "SLURM_ARRAY_TASK_COUNT": "3"}
        stored(bench.run(*words, "--part", "auto", env=environment | tasks))
    holds("an array: the whole", bench.path("c.npy").read_bytes() == bytes_of_whole)
    bench.path("c.npy").unlink()
    stored(bench.bash(f'seq 3 | xargs -P 2 -I % "$TCALC" {" ".join(words)} --part %/3'))
    holds("xargs: the whole", bench.path("c.npy").read_bytes() == bytes_of_whole)


@check
def a_launcher_without_a_part_is_refused(bench: Bench) -> None:
    ranks = {"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "8"}
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "c.npy", env=bench.env | ranks), 2,
           "tcalc: error: mpirun started 8 processes that would each compute all of c.npy\n"
           "  hint: --part auto shares the work out among them, --part 1/1 lets each do all of it")
    expect(bench.run("eval", "a + 1", "a.npy", "-o", "c.npy", env=bench.env | ranks), 2,
           "tcalc: error: mpirun started 8 processes that would each compute all of c.npy\n"
           "  hint: --part auto shares the work out among them, --part 1/1 lets each do all of it")
    expect(bench.run("matmul", "2,3", "3,4", env=bench.env | ranks), 0, out=b"(2, 4)\n")
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "c.npy", "--part", "1/1", env=bench.env | ranks), 0)
    # A job array runs other things in each task, and a batch script is alone.
    for alone in ({"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "4"}, {"SLURM_PROCID": "0", "SLURM_NTASKS": "4"}):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "c.npy", env=bench.env | alone), 0)


@check
def launchers_that_are_installed_run_parts(bench: Bench) -> None:
    operands(bench)
    bytes_of_whole = whole(bench, WORK["a product"])
    words = " ".join((*WORK["a product"], "-o", "c.npy"))
    tried = 0
    for program, command in (("mpirun", f'mpirun --allow-run-as-root --oversubscribe -n 3 "$TCALC" {words} --part auto'),
                             ("parallel", f'parallel --will-cite "$TCALC" {words} --part {{}}/3 ::: 1 2 3')):
        if shutil.which(program) is None:
            continue
        tried += 1
        stored(bench.bash(command))
        holds(f"{program}: the whole", bench.path("c.npy").read_bytes() == bytes_of_whole)
        bench.path("c.npy").unlink()
    if tried == 0:
        raise Skipped("neither mpirun nor parallel is here")
