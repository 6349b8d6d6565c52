# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Each task counts its steps in a place of its own in shared memory,
and the parent alone looks there and draws."""

import signal
import sys
from collections.abc import MutableSequence
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import get_context

FILES = {"cats": 300, "dogs": 200, "birds": 100}
LOOK = 0.1
BAR = "--bar" in sys.argv
done: MutableSequence[int] = []


def set_up(shared: MutableSequence[int]) -> None:
    global done
    done = shared


def work(place: int, steps: int) -> None:
    for _ in range(steps):
        sum(range(1_000))  # stands for a step of your work
        done[place] += 1


def draw(counts: MutableSequence[int], end: str = "") -> None:
    if BAR:
        pairs = zip(FILES, counts, FILES.values(), strict=True)
        bars = [f"{name} {n}/{of}" for name, n, of in pairs]
        print("\r" + ", ".join(bars), end=end, file=sys.stderr)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    spawn = get_context("spawn")
    counts = spawn.RawArray("Q", len(FILES))
    with ProcessPoolExecutor(None, spawn, set_up, (counts,)) as pool:
        tasks = [
            pool.submit(work, *task)
            for task in enumerate(FILES.values())
        ]
        while wait(tasks, timeout=LOOK).not_done:
            draw(counts)
    draw(counts, "\n")
    for task in tasks:
        task.result()
    print("steps done:", *counts)


if __name__ == "__main__":
    main()
