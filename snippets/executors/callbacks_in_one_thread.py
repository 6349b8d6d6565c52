# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""The callbacks of a process pool run one after the other, in one
thread of the process that submitted."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import active_children
from threading import current_thread, main_thread

threads: set[str] = set()
processes: set[int] = set()


def note(number: Future[int]) -> None:
    threads.add(current_thread().name)
    processes.add(os.getpid())


def main() -> None:
    try:
        with ProcessPoolExecutor(max_workers=2) as pool:
            numbers = [
                pool.submit(sum, range(1_000_000)) for _ in range(4)
            ]
            for number in numbers:
                number.add_done_callback(note)
    finally:
        for child in active_children():
            child.kill()  # should a callback have ended the thread
    for number in numbers:
        number.result(timeout=0)
    print("callbacks in this process:", processes == {os.getpid()})
    others = threads - {main_thread().name}
    print("other threads with callbacks, at most one:", len(others) < 2)


if __name__ == "__main__":
    main()
