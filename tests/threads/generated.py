"""Small programs of two or three threads, made by chance from a seed, to explore."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

HEAD = """\
from queue import Empty, Queue
from threading import Condition, Event, Lock, RLock, Semaphore, Thread


class Shelf:
    def __init__(self):
        self.x = 0
        self.y = 0


total = 0


def main():
    global total
    shelf, box, names, log = Shelf(), [0, 0], {}, []
    lock, other, many, gate = Lock(), RLock(), Semaphore(1), Event()
    jobs, changed = Queue(2), Condition()
    kept = 0
"""
TAIL = """
    threads = [Thread(target=work) for work in (WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(shelf.x, shelf.y, box, names, log, total, kept, jobs.qsize())
"""
#: What a thread may do; N is a number, and each line stands one level deep.
DEEDS = (
    "shelf.x += N",
    "shelf.x = N",
    "shelf.y = shelf.x + N",
    "box[0] += N",
    "box[1] = shelf.y",
    "names[N] = shelf.x",
    "log.append(N)",
    "log.append(len(log))",
    "log.append(shelf.x)",
    "total += N",
    "kept = kept + N",
    "if N not in names:\n    names[N] = N",
    "with lock:\n    shelf.x += N",
    "with lock:\n    with other:\n        shelf.y += N",
    "with other:\n    with lock:\n        shelf.y += N",
    "if lock.acquire(blocking=False):\n    log.append(N)\n    lock.release()",
    "with many:\n    box[0] = N",
    "many.acquire()",
    "many.release()",
    "gate.set()",
    "gate.wait()\nlog.append(shelf.x)",
    "if gate.is_set():\n    log.append(N)",
    "gate.wait(timeout=5)",
    "jobs.put(N)",
    "jobs.put(N, timeout=1)",
    "log.append(jobs.get())",
    "try:\n    log.append(jobs.get_nowait())\nexcept Empty:\n    log.append(-1)",
    "with changed:\n    changed.notify()",
    "with changed:\n    if not log:\n        changed.wait()",
    "with changed:\n    log.append(N)\n    changed.notify_all()",
    "with changed:\n    changed.wait(timeout=1)",
    "for each in box:\n    log.append(each)",
)
#: Those that wait for nobody.
PLAIN = tuple(
    deed
    for deed in DEEDS
    if not any(word in deed for word in ("lock", "many", "gate", "jobs", "changed"))
)


def program(seed: int, threads: int = 2, deeds: int = 2, choice: Sequence[str] = DEEDS) -> str:
    """A program that is the same whenever it is made from `seed`."""
    chance = Random(seed)
    source, names = HEAD, []
    for thread in range(1, threads + 1):
        source += f"\n    def work_{thread}():\n        global total\n        nonlocal kept\n"
        names.append(f"work_{thread}")
        for _ in range(deeds):
            deed = chance.choice(choice).replace("N", str(chance.randint(1, 3)))
            source += "".join(f"        {line}\n" for line in deed.split("\n"))
    return source + TAIL.replace("WORKERS", ", ".join(names))
