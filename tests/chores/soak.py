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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import psutil

from recorder.pythons.interpreters import find_all
from recorder.run.processes import end_with_all
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


def _stop(number: int, frame: object) -> None:
    """Leave by way of what tidies up."""
    sys.exit(128 + number)


def main() -> int:
    """Run the rounds; 0 if every one passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chores.soak", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=4, help="checks at a time (4)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    left = LEFT + LEFT_EACH * options.jobs
    tags = list(find_all(supported())[0])
    begun = time.monotonic()
    failed = 0
    for number in range(options.rounds):
        tight = number >= (options.rounds + 1) // 2
        tag, seed = tags[number % len(tags)], random.randrange(2**32)
        # what the checks leave goes when that folder goes, and that without the load
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
            load(left if tight else None) as stands,
        ):
            passed, text = one_round(seed, tag, options.jobs, scratch)
            held = stands()
        last = (text.strip().splitlines() or [""])[-1].strip("= ")
        words = "processors busy, memory tight" if tight else "processors busy"
        words += "" if held else ", but the system took the load away before the end"
        print(f"round {number + 1}: seed {seed}, Python {tag}, {words}: {last}", flush=True)
        if not passed:
            failed += 1
            print(text, flush=True)
    minutes = (time.monotonic() - begun) / 60
    print(f"{options.rounds} rounds on {', '.join(tags)} in {minutes:.0f} minutes")
    print(f"{options.rounds - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
