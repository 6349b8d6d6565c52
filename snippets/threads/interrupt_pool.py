# /// script
# [tool.sample]
# arranged = "Ctrl-C comes while the first of six tasks runs"
# use = "threads/stop_on_signal"
# ///
"""After Ctrl-C the task that runs is finished, and those that wait are
cancelled."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from signal import SIGINT, default_int_handler, raise_signal, signal
from threading import Event

TASKS = 6


def work(begun: Event, go_on: Event) -> str:
    begun.set()  # arranged
    go_on.wait(10)  # arranged
    return "done"


def main() -> None:
    signal(SIGINT, default_int_handler)
    begun, go_on, pool = Event(), Event(), ThreadPoolExecutor(1)
    try:
        with ExitStack() as at_end:
            at_end.callback(pool.shutdown, cancel_futures=True)
            at_end.callback(go_on.set)  # arranged
            tasks = [
                pool.submit(work, begun, go_on) for _ in range(TASKS)
            ]
            begun.wait(10)  # arranged
            raise_signal(SIGINT)  # arranged
    except KeyboardInterrupt:
        print("Ctrl-C has come")
    done = [task.result() for task in tasks if not task.cancelled()]
    print("tasks done:", len(done))


if __name__ == "__main__":
    main()
