"""Runs the whole suite again and again, in random order, on a loaded machine.

``make soak N=50`` (``python -m tests.chores.soak 50``).  In the first half of the
rounds every processor is kept busy, in the second half memory is tight too.
The programs take turns on the interpreters of this machine.  A round that
fails is told with its seed, its interpreter and all that was printed, and the
end is a count.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import psutil

from recorder.pythons.interpreters import find_all
from recorder.run.processes import end_with_all
from recorder.write.engine import engine_of
from shelf import ROOT, supported

BUSY = "while True: pass"
#: Touches every page, says so, and holds them.  Large pages, where the system has
#: them: 20 GiB of small ones take a minute to touch, and that in every round.
HOLD = """
import contextlib, mmap, signal, sys
size = int(sys.argv[1])
held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE)
with contextlib.suppress(AttributeError, OSError):
    held.madvise(mmap.MADV_HUGEPAGE)
for page in range(0, size, mmap.PAGESIZE):
    held[page] = 1
print("held", flush=True)
signal.pause()
"""
#: Bytes that are left to the suite when memory is tight: for itself, and for a check
#: at a time, which may be a browser or Java.  With less, each program is read from the
#: disk again at every step, and what is measured is the disk.
LEFT, LEFT_EACH = 1024**3, 512 * 1024**2
#: Seconds for one round; a suite that takes longer is stuck.
LIMIT = 1800


@contextmanager
def load(left: int | None) -> Iterator[Callable[[], bool]]:
    """Keep every processor busy, and take all memory but `left` bytes, if that is given.

    What it yields tells whether the load still stands: a system that runs out
    of memory ends the process that holds most of it, and that is ours.
    """
    children: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", *words]
        children.append(subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True))
        return children[-1]

    try:
        if left is not None:  # first, since touching it takes long on busy processors
            spare = psutil.virtual_memory().available - left
            holder = start(HOLD, str(max(spare, mmap.PAGESIZE)))
            assert holder.stdout is not None
            holder.stdout.readline()
        for _ in range(os.cpu_count() or 1):
            start(BUSY)
        yield lambda: all(child.poll() is None for child in children)
    finally:
        for child in children:
            child.kill()
            child.communicate()


def one_round(seed: int, tag: str, jobs: int, scratch: str) -> tuple[bool, str]:
    """Run the suite once, with its temporary files in `scratch`.

    Returns whether it passed, and all that it printed.
    """
    words = [sys.executable, "-m", "pytest", "-q", "--whole", "-n", str(jobs)]
    words += ["-p", "randomly", "-p", "no:cacheprovider", f"--randomly-seed={seed}", f"--on={tag}"]
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": scratch},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as suite:
        try:
            text, _ = suite.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            end_with_all(suite)
            text, _ = suite.communicate()
            return False, f"{text}\nstuck: killed after {LIMIT} seconds"
        except BaseException:
            end_with_all(suite)
            raise
    return suite.returncode == 0, text


@dataclass(frozen=True)
class Round:
    """One run of the suite, and under what load."""

    seed: int
    tag: str
    jobs: int
    tight: bool


def under_load(one: Round) -> tuple[bool, str, bool]:
    """Whether a round passed, all that it printed, and whether the load stood to the end."""
    left = LEFT + LEFT_EACH * one.jobs if one.tight else None
    # what the checks leave goes when that folder goes, and that without the load
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch, load(left) as stands:
        passed, text = one_round(one.seed, one.tag, one.jobs, scratch)
        return passed, text, stands()


def _stop(number: int, frame: object) -> None:
    """Leave by way of what tidies up."""
    sys.exit(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rounds; 0 if every one passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chores.soak", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=4, help="checks at a time (4)")
    parser.add_argument(
        "--engine",
        default="",
        metavar="MODULE:FUNCTION",
        help="rounds side by side, on the executor that it makes: one for each machine",
    )
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    tags = list(find_all(supported())[0])
    rounds = [
        Round(
            random.randrange(2**32),
            tags[number % len(tags)],
            options.jobs,
            tight=number >= (options.rounds + 1) // 2,
        )
        for number in range(options.rounds)
    ]
    begun = time.monotonic()
    failed = 0
    with engine_of(options.engine) as given:
        came = given.map(under_load, rounds) if given else map(under_load, rounds)
        for number, (one, (passed, text, held)) in enumerate(zip(rounds, came, strict=True)):
            last = (text.strip().splitlines() or [""])[-1].strip("= ")
            words = "processors busy, memory tight" if one.tight else "processors busy"
            words += "" if held else ", but the system took the load away before the end"
            head = f"round {number + 1}: seed {one.seed}, Python {one.tag}"
            print(f"{head}, {words}: {last}", flush=True)
            if not passed:
                failed += 1
                print(text, flush=True)
    minutes = (time.monotonic() - begun) / 60
    print(f"{options.rounds} rounds on {', '.join(tags)} in {minutes:.0f} minutes")
    print(f"{options.rounds - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    # by its name, under which a worker elsewhere finds what it is to do
    from tests.chores import soak

    sys.exit(soak.main())
