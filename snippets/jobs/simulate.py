# /// script
# dependencies = ["numpy"]
# [tool.sample.grow]
# items = "TASKS"
# workers = "WORKERS"
# ///
"""Processes draw random numbers, and the results are those of the seed,
whatever their number and order, and after an interruption too."""

import argparse
import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Generator
from contextlib import suppress
from math import fsum, isfinite
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from time import monotonic

import numpy as np

TASKS = 200
WORKERS = 4
SHARE = 20  # tasks that a worker is handed at a time, at most
LIMIT = 600.0  # seconds that one task may take
TRIES = 2  # for a task whose worker dies
DEATHS = 50  # in a row, after which it is not the tasks' fault

Answer = tuple[int, float | str]


def work(chance: np.random.Generator) -> float:
    """One task: put your own in its place, and draw from `chance`."""
    x, y = chance.random((2, 10_000))
    return 4 * float(np.mean(x * x + y * y < 1))


def attempt(seed: int, task: int) -> float | str:
    """The number of one task, or what went wrong, in words."""
    try:
        own = np.random.SeedSequence(seed, spawn_key=(task,))
        number = float(work(np.random.default_rng(own)))
    except BaseException as error:
        return f"{type(error).__name__}: {error}".rstrip(": ")
    return number if isfinite(number) else f"no number: {number}"


def serve(pipe: Connection, seed: int) -> None:
    """What a worker does: take tasks, and answer after each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    while tasks := pipe.recv():
        for task in tasks:
            pipe.send(attempt(seed, task))


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


class Worker:
    """A process, the pipe to it, and the tasks that it has in hand."""

    def __init__(self, seed: int) -> None:
        self.hand, self.since = deque[int](), 0.0
        self.pipe, end = Pipe()
        self.process = Process(target=serve, args=(end, seed))
        self.process.daemon = True
        with end:
            self.process.start()

    def take(self, tasks: list[int]) -> None:
        self.since = monotonic()
        self.hand.extend(tasks)
        with suppress(OSError):  # it is dead, as its sentinel says too
            self.pipe.send(tasks)

    def kill(self) -> str:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        end = self.process.exitcode or 0
        return signal.Signals(-end).name if end < 0 else f"exit {end}"


def run(tasks: list[int], seed: int, most: int) -> Generator[Answer]:
    """Each task when it is done, with its number or what went wrong."""
    waiting, team, deaths = deque(tasks), list[Worker](), 0
    died = Counter[int]()
    try:
        while waiting or any(one.hand for one in team):
            while len(team) < min(most, len(waiting)):
                team.append(Worker(seed))
            for one in team:
                if waiting and not one.hand:
                    some = min(SHARE, len(waiting) // (4 * most) + 1)
                    one.take([waiting.popleft() for _ in range(some)])
            ends = [(one.pipe, one.process.sentinel) for one in team]
            wait([end for both in ends for end in both], timeout=0.5)
            for one in list(team):
                dead = not one.process.is_alive()
                with suppress(EOFError, OSError):
                    while one.hand and one.pipe.poll():
                        answer = one.pipe.recv()
                        one.since, deaths = monotonic(), 0
                        yield one.hand.popleft(), answer
                late = one.hand and monotonic() - one.since > LIMIT
                if dead or late:
                    how, deaths = one.kill(), deaths + 1
                    team.remove(one)
                    if deaths > DEATHS:
                        raise RuntimeError(f"every worker dies: {how}")
                    died.update([*one.hand][:1])
                    if late and not dead:
                        yield one.hand.popleft(), "time limit"
                    elif one.hand and died[one.hand[0]] == TRIES:
                        yield one.hand.popleft(), f"crashed: {how}"
                    waiting.extend(one.hand)
    finally:
        for one in team:
            one.kill()


def earlier(path: Path, first: str) -> dict[int, float]:
    """What a run before has done; a line that is cut short is not."""
    text = path.read_text(errors="replace") if path.exists() else ""
    if text[: len(first)] != first[: len(text)]:
        raise ValueError(f"{path} is of: {text.splitlines()[0]}")
    whole = text[: text.rfind("\n") + 1]
    with path.open("a", newline="\n") as file:
        file.truncate(len(whole))
        file.write("" if whole else first)
    rows = [line.split() for line in whole.splitlines()[1:]]
    return {int(task): float.fromhex(number) for task, number in rows}


def stop(number: int, _: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="one on each line")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tasks", type=int, default=TASKS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    args = parser.parse_args()
    if min(args.seed, args.tasks) < 0 or args.workers < 1:
        parser.error("a seed and tasks from 0 on, and a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    first = f"seed {args.seed}, numpy {np.__version__}\n"
    try:
        done = earlier(args.results, first)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    todo = [task for task in range(args.tasks) if task not in done]
    failed = dict[int, str]()
    answers = run(todo, args.seed, args.workers)
    try:
        with args.results.open("a", 1, newline="\n") as file:
            for task, answer in answers:
                if isinstance(answer, float):
                    done[task] = answer
                    file.write(f"{task} {answer.hex()}\n")
                else:
                    failed[task] = answer
    finally:
        answers.close()
        have = [done[n] for n in range(args.tasks) if n in done]
        left, total = args.tasks - len(have) - len(failed), fsum(have)
        print(f"{len(have)} done, {len(failed)} failed, {left} left")
        print(f"sum {total}, mean {total / (len(have) or 1):.6g}")
        for task, why in sorted(failed.items()):
            print(f"task {task}: {shown(why)}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
