"""What the page on waiting for several things at once says."""

from collections.abc import Callable

import pytest

from tests.made import typed

QUEUE, CONDITION, WAIT = typed("threads/wait-for-several")


def test_jobs_and_the_stop_come_through_one_queue(printed: Callable[[str], str]) -> None:
    """In the order in which they were put in."""
    said = printed(
        QUEUE
        + """
from threading import Thread

work = print
server = Thread(target=serve)
server.start()
for each in ("job", 1), ("tick", None), ("job", 2), ("stop", None), ("job", 3):
    inbox.put(each)
server.join()
"""
    )

    assert said == "1\n2\n"


def test_a_condition_lets_the_stop_overtake(printed: Callable[[str], str]) -> None:
    """Jobs that wait are left, and whoever waits is woken, by a job and by the stop."""
    said = printed(
        CONDITION
        + """
from concurrent.futures import ThreadPoolExecutor


def add(job):
    with changed:
        jobs.append(job)
        changed.notify()


with ThreadPoolExecutor(2) as pool:
    first = pool.submit(next_job)
    add(1)
    print(first.result(60))
    waiting = [pool.submit(next_job) for _ in "ab"]
    stop()
    print([each.result(60) for each in waiting])
add(2)
print(next_job(), len(jobs))
"""
    )

    assert said == "1\n[None, None]\nNone 1\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_pipes_and_sockets_have_one_wait(
    printed: Callable[[str], str], method: str
) -> None:
    """It gives those that are ready, and takes neither an event nor a queue."""
    said = printed(
        WAIT
        + """
import socket
from multiprocessing import Pipe, get_context
from queue import Queue
from threading import Event


def handle(ready):
    print(things[ready])


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    sock, other = socket.socketpair()
    child = get_context("METHOD").Process(target=int)
    child.start()
    things = {receiver: "pipe", child.sentinel: "process", sock: "socket"}
    # a join would read a fork server's answer out of the sentinel, which is not
    # ready then until the server has closed its end
    look(receiver, child, sock)
    sender.send(1)
    print(sorted(things[each] for each in wait(things, 60)))
    receiver.recv()
    other.send(b"x")
    print(sorted(things[each] for each in wait(things, 60)))
    for wrong in Queue(), Event():
        try:
            wait([wrong], 0)
        except ValueError:
            print("refused")
""".replace("METHOD", method)
    )

    both = "['pipe', 'process']", "['process', 'socket']"
    assert said.splitlines() == ["process", *both, "refused", "refused"]


def test_threads_have_no_wait_for_several(printed: Callable[[str], str]) -> None:
    """Neither module has a function for it."""
    said = printed("""
        import queue
        import threading

        names = [*threading.__all__, *queue.__all__]
        print([name for name in names if "wait" in name.lower() or "select" in name.lower()])
    """)

    assert said == "[]\n"
