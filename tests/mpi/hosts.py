#!/usr/bin/python3
"""Two hosts made of network namespaces, joined by a wire: parts and tcalc-mpi over TCP, and the wire cut.

    hosts.py TCALC [TCALC_MPI]

By hand, as root, where namespaces are allowed; both hosts have the same file system.
"""

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator

import numpy

HOSTS = {"tcalc1": "10.77.0.1", "tcalc2": "10.77.0.2"}
SECONDS = 60


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=not check)


@contextlib.contextmanager
def two_hosts() -> Iterator[None]:
    try:
        for name in HOSTS:
            ip("netns", "add", name)
        ip("link", "add", "wire1", "netns", "tcalc1", "type", "veth", "peer", "name", "wire2", "netns", "tcalc2")
        for number, (name, address) in enumerate(HOSTS.items(), 1):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", f"wire{number}")
            ip("-n", name, "link", "set", f"wire{number}", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        for name in HOSTS:
            ip("netns", "delete", name, check=False)


def agent(folder: Path) -> Path:
    """What mpirun takes for ssh: runs a command on a host by its address."""
    lines = ["#!/bin/bash", "host=$1", "shift", "case $host in"]
    lines += [f"  {address}) exec ip netns exec {name} bash -c \"cd {folder} && $*\" ;;" for name, address in HOSTS.items()]
    path = folder / "agent"
    path.write_text("\n".join([*lines, "esac", "exit 1"]) + "\n")
    path.chmod(0o755)
    return path


def start(folder: Path, words: list[str]) -> subprocess.Popen:
    hosts = ",".join(f"{address}:2" for address in HOSTS.values())
    launch = ["ip", "netns", "exec", "tcalc1", "mpirun", "--allow-run-as-root", "--mca", "plm_rsh_agent", str(agent(folder)), "--mca",
              "oob_tcp_if_include", "10.77.0.0/24", "--mca", "btl_tcp_if_include", "10.77.0.0/24", "--mca", "btl", "self,tcp",
              "--host", hosts, "-n", "4"]
    return subprocess.Popen([*launch, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(folder: Path, words: list[str]) -> str:
    process = start(folder, words)
    _, err = process.communicate(timeout=SECONDS)
    if process.returncode != 0:
        raise SystemExit(f"{words}: exit code {process.returncode}\n{err}")
    return err


def main() -> int:
    tcalc = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="hosts.") as name, two_hosts():
        folder = Path(name)
        generator = numpy.random.default_rng(1)
        for operand, shape in (("a.npy", (1501, 1499)), ("b.npy", (1499, 1503))):
            numpy.save(folder / operand, generator.standard_normal(shape))
        words = ["matmul", "a.npy", "b.npy", "-o"]
        subprocess.run([tcalc, *words, "serial.npy"], cwd=folder, check=True)
        run(folder, [tcalc, *words, "parts.npy", "--part", "auto"])
        if (folder / "parts.npy").read_bytes() != (folder / "serial.npy").read_bytes():
            raise SystemExit("parts on two hosts are not the serial file")
        print("4 parts on two hosts: the serial file, byte for byte")
        if len(sys.argv) < 3:
            return 0
        mpi = str(Path(sys.argv[2]).resolve())
        run(folder, [mpi, *words, "mpi.npy"])
        difference = float(numpy.abs(numpy.load(folder / "mpi.npy") - numpy.load(folder / "serial.npy")).max())
        if difference > 1499 * numpy.finfo(float).eps * 40:
            raise SystemExit(f"tcalc-mpi on two hosts is {difference} away")
        print(f"tcalc-mpi on two hosts: within {difference:.1e}")
        (folder / "cut.npy").write_bytes(b"old")
        process = start(folder, [mpi, *words, "cut.npy", "--deadline", "5"])
        time.sleep(0.4)
        ip("-n", "tcalc1", "link", "set", "wire1", "down")
        begin = time.monotonic()
        # The daemon on the other host has the same standard error, and no word from here: the end of that says nothing.
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise SystemExit("a cut wire hangs") from None
        content = (folder / "cut.npy").read_bytes()
        if process.returncode == 0 and content == b"old" or process.returncode != 0 and content != b"old":
            raise SystemExit(f"a cut wire: exit code {process.returncode}, and the target is {len(content)} bytes")
        print(f"a cut wire: exit code {process.returncode} after {time.monotonic() - begin:.1f} s, the target is what it was")
        for program in ("orted", "tcalc-mpi"):
            subprocess.run(["pkill", program], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
