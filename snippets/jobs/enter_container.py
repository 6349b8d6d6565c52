# /// script
# [tool.sample]
# systems = ["linux"]
# stage = "box_of_limits"
# ///
"""The first process of a container reads its limits, starts the job
with as many workers as they allow, and hands signals on to it."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil, inf
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

GRACE = 8.0  # seconds from the signal; Docker kills after 10
MB = 2**20


class Limits(NamedTuple):
    """What this process and its children may use; inf is no limit."""

    cpus: int
    quota: float
    memory: float
    shm: float
    pids: float

    def line(self) -> str:
        def size(limit: float) -> str:
            return "none" if limit == inf else f"{limit // MB:.0f} MB"

        def plain(limit: float) -> str:
            return "none" if limit == inf else f"{limit:g}"

        return (
            f"cpus {self.cpus} (quota {plain(self.quota)}),"
            f" memory {size(self.memory)}, shm {size(self.shm)},"
            f" pids {plain(self.pids)}"
        )


def groups(root: Path) -> Iterator[Path]:
    """The folders of our control groups, and those around them."""
    top = root / "sys/fs/cgroup"
    lines = (root / "proc/self/cgroup").read_text().splitlines()
    for line in lines:
        _, kinds, path = line.split(":", 2)
        parts = [part for part in path.split("/") if part.strip(".")]
        for name in {
            kinds,
            *(kinds.split(",") if kinds else ["unified"]),
        }:
            for depth in range(len(parts) + 1):
                yield Path(top, name, *parts[:depth])


def numbers(file: Path) -> list[float]:
    """What stands in a file; none if it is not there."""
    with suppress(OSError, ValueError):
        text = file.read_text().replace("max", "inf")
        return [float(word) for word in text.split()]
    return []


def limits(root: Path, workers: float = inf) -> Limits:
    """The tightest of the limits that hold for this process."""
    quota = memory = pids = shm = inf
    with suppress(OSError, ValueError):
        for place in groups(root):
            both = numbers(place / "cpu.max")
            if not both:
                both = numbers(place / "cpu.cfs_quota_us")
                both += numbers(place / "cpu.cfs_period_us")
            if len(both) == 2 and min(both) > 0:
                quota = min(quota, both[0] / both[1])
            for name in ("memory.max", "memory.limit_in_bytes"):
                found = numbers(place / name)
                memory = min([memory, *(n for n in found if n < 2**60)])
            pids = min([pids, *numbers(place / "pids.max")])
    with suppress(OSError):
        room = os.statvfs(root / "dev/shm")
        shm = float(room.f_bavail * room.f_frsize)
    allowed = min(len(os.sched_getaffinity(0)), quota, workers)
    return Limits(max(1, ceil(allowed)), quota, memory, shm, pids)


def reap(child: subprocess.Popen[bytes]) -> None:
    """Take leave of the child and of orphans that came to us."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == child.pid:
                code = os.waitstatus_to_exitcode(ended[1])
                child.returncode = code


def signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def run(
    command: list[str], more: dict[str, str], told: list[int]
) -> int:
    """The exit status of a command; what it leaves is killed."""
    sent, end = 0, inf
    child = subprocess.Popen(
        command, env=os.environ | more, process_group=0
    )
    try:
        while child.returncode is None:
            for number in told[sent:]:
                signal_group(child, number)
                sent, end = sent + 1, min(end, monotonic() + GRACE)
            if sent > 1 or monotonic() > end:
                signal_group(child, signal.SIGKILL)
            sleep(0.02)  # between two looks
            reap(child)
    finally:
        signal_group(child, signal.SIGKILL)
        if child.returncode is None:
            child.wait(GRACE)
        reap(child)
    code = child.returncode
    return 128 - code if code < 0 else code


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default="/")
    parser.add_argument("--workers", type=int, default=sys.maxsize)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    if not args.command or args.workers < 1:
        parser.error("give a command, and a worker or more")
    told: list[int] = []

    def on_signal(number: int, _: object) -> None:
        told.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    mine = limits(args.root, args.workers)
    print(mine.line(), flush=True)
    more = {
        name: str(mine.cpus) for name in ("WORKERS", "PYTHON_CPU_COUNT")
    }
    if mine.memory < inf:
        share = mine.memory // (mine.cpus + 1)  # one for the parent
        more["WORKER_MEMORY"] = f"{share:.0f}"
    try:
        code = run(args.command, more, told)
    except (FileNotFoundError, PermissionError) as error:
        parser.error(f"{error.filename}: {error.strerror}")
    sys.exit(128 + told[0] if told else code)


if __name__ == "__main__":
    main()
