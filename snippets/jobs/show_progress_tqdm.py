# /// script
# dependencies = ["tqdm"]
# [tool.sample]
# stage = "list_of_files"
# status = 1
# ///
"""Threads count the words of many files, and tqdm shows how many are
done and how far each thread is in its own."""

import argparse
import os
import signal
import sys
from collections import deque
from os.path import getsize
from pathlib import Path
from threading import Event, RLock, Thread
from time import sleep

from tqdm import tqdm

stop = Event()
Ends = dict[str, tuple[int, str]]  # result and error, by name


def work(name: str, bar: tqdm) -> int:
    """The job itself: put your own in its place."""
    words = 0
    with open(name, "rb") as file:
        while lines := file.readlines(65536):
            if stop.is_set():
                raise InterruptedError("stopped")
            words += sum(len(line.split()) for line in lines)
            bar.update(sum(map(len, lines)))
    return words


def attempt(name: str, bar: tqdm) -> tuple[int, str]:
    try:
        bar.set_description(shown(name), refresh=False)
        bar.reset(total=getsize(name))
        return work(name, bar), ""
    except BaseException as error:
        return 0, f"{type(error).__name__}: {error}".rstrip(": ")


def serve(place: int, waiting: deque[str], ends: Ends) -> None:
    """What a thread does: take one name after another."""
    how = {"unit": "B", "unit_scale": True, "leave": False}
    try:
        with tqdm(position=place, disable=None, **how) as bar:
            while not stop.is_set():
                name = waiting.popleft()
                result, wrong = attempt(name, bar)
                if not wrong or not stop.is_set():
                    ends[name] = result, wrong
                if wrong:  # at once, above the bars
                    tqdm.write(shown(f"{name}: {wrong}"), sys.stderr)
    except IndexError:
        pass  # all are taken
    except BaseException:
        stop.set()  # what it had in hand is not done
        raise


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path, help="a file on each line")
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1 or not args.names.exists():
        parser.error("give a list that exists, and a worker or more")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        caught.append(number)
        if caught[1:]:
            os._exit(128 + number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    lines = os.fsdecode(args.names.read_bytes()).split("\n")
    names = [name for name in dict.fromkeys(lines) if name]
    tqdm.set_lock(RLock())  # its own is one for processes, too
    work_left, ends = deque(names), Ends()
    team = [
        Thread(target=serve, args=(place, work_left, ends))
        for place in range(1, min(args.workers, len(names)) + 1)
    ]
    try:
        with tqdm(total=len(names), position=0, disable=None) as bar:
            for thread in team:
                thread.start()
            while any(thread.is_alive() for thread in team):
                sleep(0.05)  # between two looks
                bar.update(len(ends) - bar.n)
                if caught:
                    stop.set()
            bar.update(len(ends) - bar.n)
    finally:
        stop.set()
    wrong = {n: ends[n][1] for n in names if n in ends and ends[n][1]}
    done, left = len(ends) - len(wrong), len(names) - len(ends)
    print(f"{done} done, {len(wrong)} failed, {left} left")
    print(f"{sum(result for result, _ in ends.values())} words")
    for name, error in wrong.items():
        print(shown(f"{name}: {error}"))
    sys.exit(128 + caught[0] if caught else bool(wrong or left))


if __name__ == "__main__":
    main()
