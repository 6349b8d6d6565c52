# /// script
# [tool.sample.grow]
# items = "ORDERS"
# workers = "WORKERS"
# invariant = "(\\d+) of \\1 done"
# ///
"""Worker processes end well after an error, a killed worker, Ctrl-C or
SIGTERM; one that dies again and again is started ever more slowly."""

import faulthandler
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import wait
from threading import Event

ORDERS = ["250 90", "1900", "15 15 40", "110 7", "60"]
WORKERS = 4
GO_ON, LIMIT, GRACE = True, 60.0, 5.0
PAUSE, TRIES = 0.1, 8
told: list[int] = []
logging.basicConfig(format="%(asctime)s %(processName)s %(message)s")


def job(order: str) -> int:  # put your work here
    return sum(int(price) for price in order.split())


class Worker(Process):
    def __init__(self, lost: int = 0, pause: float = 0) -> None:
        super().__init__(daemon=True)
        self.lost, self.due = lost, time.monotonic() + pause
        self.asked = 0

    def begin(self) -> None:
        self.ours, self.theirs = Pipe()
        self.start()
        self.theirs.close()

    def run(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, leave)
        self.ours.close()
        while not told:
            if not self.theirs.poll(1):
                continue
            if (order := self.theirs.recv()) is None:
                break
            faulthandler.dump_traceback_later(LIMIT)
            try:
                self.theirs.send((job(order), ""))
            except Exception as error:
                logging.exception("%r failed", order)
                self.theirs.send((0, repr(error)))
            faulthandler.cancel_dump_traceback_later()

    def send(self, order: str | None = None) -> None:
        with suppress(OSError):
            self.ours.send(order)

    def ask(self) -> None:
        STEPS[min(self.asked, len(STEPS) - 1)](self)
        self.asked += 1


STEPS = Worker.send, Worker.terminate, Worker.kill


def stop(crew: set[Worker]) -> None:
    crew = {worker for worker in crew if worker.pid}
    for step in STEPS:
        until = time.monotonic() + GRACE
        for worker in crew:
            step(worker)
        for worker in crew:
            worker.join(max(0, until - time.monotonic()))


def do(todo: Iterator[str], came: list[tuple[str, int, str]]) -> None:
    crew, busy = set[Worker](), dict[Worker, tuple[str, float]]()
    crew |= {Worker() for _ in range(WORKERS)}
    try:
        while crew and not told:
            now = time.monotonic()
            ready = [w for w in crew - busy.keys() if w.due <= now]
            ready.sort(key=Worker.is_alive, reverse=True)
            for worker, order in zip(ready, todo, strict=False):
                if not worker.is_alive():
                    crew.remove(worker)
                    crew.add(worker := Worker(worker.lost))
                busy[worker] = order, time.monotonic() + LIMIT + GRACE
                if not worker.pid:
                    worker.begin()
                worker.send(order)
            rest = min([1, *(w.due - now for w in crew if w.due > now)])
            if busy:
                ends = [w.ours for w in busy if not w.asked]
                wait([*ends, *(w.sentinel for w in busy)], rest)
            elif ready:
                break
            else:
                Event().wait(rest)
            for worker, (order, due) in list(busy.items()):
                alive, now = worker.is_alive(), time.monotonic()
                try:
                    deaf = not worker.ours.poll() or worker.asked
                    if alive and deaf and now < due:
                        continue
                    if deaf and (alive or not worker.ours.poll()):
                        raise TimeoutError
                    result, error = worker.ours.recv()
                    worker.lost = 0
                except (EOFError, OSError):
                    if alive:
                        worker.ask()
                        busy[worker] = order, now + GRACE
                        continue
                    crew.remove(worker)
                    if (lost := worker.lost + 1) < TRIES:
                        crew.add(Worker(lost, PAUSE * 2 ** (lost - 1)))
                    result, error = 0, f"lost, status {worker.exitcode}"
                    logging.error("%r %s", order, error)
                del busy[worker]
                came.append((order, result, error))
                if error and not GO_ON:
                    raise RuntimeError(f"{order!r} {error}")
        if not crew:
            raise RuntimeError(f"each worker lost {TRIES} in a row")
    finally:
        stop(crew)
        came += [(order, 0, "stopped") for order, _ in busy.values()]


def leave(number: int, frame: object) -> None:
    if not told:
        told.append(number)
        faulthandler.dump_traceback()
        raise SystemExit(128 + number)


def main() -> None:
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    came = list[tuple[str, int, str]]()
    try:
        do(iter(ORDERS), came)
    finally:
        good = [result for _, result, error in came if not error]
        print(f"{len(good)} of {len(came)} done, total {sum(good)}")
    raise SystemExit(128 + told[0] if told else len(good) < len(came))


if __name__ == "__main__":
    main()
