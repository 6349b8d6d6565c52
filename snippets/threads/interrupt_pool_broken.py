"""After Ctrl-C a pool still runs every task that waits, and only then
the program ends."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from signal import SIGINT, default_int_handler, raise_signal, signal
from threading import Event

TASKS = 6


def work(begun: Event, go_on: Event) -> str:
    begun.set()
    go_on.wait(10)
    return "done"


def main() -> None:
    signal(SIGINT, default_int_handler)
    begun, go_on, pool = Event(), Event(), ThreadPoolExecutor(1)
    try:
        with ExitStack() as at_end:
            at_end.callback(pool.shutdown)
            at_end.callback(go_on.set)
            tasks = [
                pool.submit(work, begun, go_on) for _ in range(TASKS)
            ]
            begun.wait(10)
            raise_signal(SIGINT)
    except KeyboardInterrupt:
        print("Ctrl-C has come")
    done = [task.result() for task in tasks if not task.cancelled()]
    print("tasks done:", len(done))


if __name__ == "__main__":
    main()
