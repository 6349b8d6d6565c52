"""What the page "Open connections after the fork" says, beyond what its programs show."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

LOCKS = """\
import multiprocessing, socket, threading

def hold(lock, held, done):
    with lock:
        held.set()
        done.wait(60)

def ask(name, line, lock, mixed):
    for n in range(100):
        asked = f"{name} {n}".encode()
        with lock:
            line.send(asked)
            if line.recv(100) != asked:
                mixed.value = True

if __name__ == "__main__":
    fork = multiprocessing.get_context("fork")
    for make in threading.Lock, fork.Lock:
        lock, held, done = make(), fork.Event(), fork.Event()
        holder = fork.Process(target=hold, args=(lock, held, done))
        holder.start()
        held.wait(60)
        print(lock.acquire(False))
        done.set()
        holder.join(60)
    line, server = socket.socketpair(type=socket.SOCK_DGRAM)
    line.settimeout(60)
    server.settimeout(60)
    lock, mixed = fork.Lock(), fork.Value("b", False)
    workers = [fork.Process(target=ask, args=(name, line, lock, mixed)) for name in "ab"]
    for worker in workers:
        worker.start()
    for _ in range(200):
        server.send(server.recv(100))
    for worker in workers:
        worker.join(60)
    line.close()
    server.close()
    print(bool(mixed.value), [worker.exitcode for worker in workers])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no fork")
def test_which_lock_is_one_for_all_workers(printed: Callable[[str], str]) -> None:
    """That of `threading` is free in the parent while a worker holds it; the other is not."""
    assert printed(LOCKS).splitlines() == ["True", "False", "False [0, 0]"]
