"""What the page on waiting for several things at once says."""

from collections.abc import Callable

import pytest


def test_jobs_and_the_stop_come_through_one_queue(printed: Callable[[str], str]) -> None:
    """In the order in which they were put in."""
    said = printed("""
        from queue import Queue
        from threading import Thread

        inbox = Queue()

        def serve():
            while True:
                kind, item = inbox.get(timeout=60)
                if kind == "stop":
                    return
                if kind == "job":
                    print(item)

        server = Thread(target=serve)
        server.start()
        for each in ("job", 1), ("tick", None), ("job", 2), ("stop", None), ("job", 3):
            inbox.put(each)
        server.join()
    """)

    assert said == "1\n2\n"


def test_a_condition_lets_the_stop_overtake(printed: Callable[[str], str]) -> None:
    """Jobs that wait are left, and whoever waits is woken, by a job and by the stop."""
    said = printed("""
        from collections import deque
        from concurrent.futures import ThreadPoolExecutor
        from threading import Condition

        changed = Condition()
        jobs = deque()
        stopped = False

        def next_job():
            with changed:
                changed.wait_for(lambda: stopped or jobs)
                return None if stopped else jobs.popleft()

        def add(job):
            with changed:
                jobs.append(job)
                changed.notify()

        def stop():
            global stopped
            with changed:
                stopped = True
                changed.notify_all()

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(next_job)
            add(1)
            print(first.result(60))
            waiting = [pool.submit(next_job) for _ in "ab"]
            stop()
            print([each.result(60) for each in waiting])
        add(2)
        print(next_job(), len(jobs))
    """)

    assert said == "1\n[None, None]\nNone 1\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="no sockets there")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_pipes_and_sockets_have_one_wait(
    printed: Callable[[str], str], method: str
) -> None:
    """It gives those that are ready, and takes neither an event nor a queue."""
    said = printed(
        """
        import socket
        from multiprocessing import Pipe, get_context
        from multiprocessing.connection import wait
        from queue import Queue
        from threading import Event

        if __name__ == "__main__":
            receiver, sender = Pipe(duplex=False)
            sock, other = socket.socketpair()
            child = get_context("METHOD").Process(target=int)
            child.start()
            things = {receiver: "pipe", child.sentinel: "process", sock: "socket"}
            print([things[each] for each in wait(list(things), 60)])
            child.join()
            things.pop(child.sentinel)
            sender.send(1)
            print([things[each] for each in wait(list(things), 60)])
            receiver.recv()
            other.send(b"x")
            print([things[each] for each in wait(list(things), 60)])
            for wrong in Queue(), Event():
                try:
                    wait([wrong], 0)
                except ValueError as error:
                    print("refused")
        """.replace("METHOD", method)
    )

    assert said.splitlines() == ["['process']", "['pipe']", "['socket']", "refused", "refused"]


def test_threads_have_no_wait_for_several(printed: Callable[[str], str]) -> None:
    """Neither module has a function for it."""
    said = printed("""
        import queue
        import threading

        names = [*threading.__all__, *queue.__all__]
        print([name for name in names if "wait" in name.lower() or "select" in name.lower()])
    """)

    assert said == "[]\n"
