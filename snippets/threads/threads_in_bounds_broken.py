# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""A thread for each task meets a limit of the system, here of its
memory, and no further one starts."""

from resource import RLIMIT_AS, setrlimit
from threading import Event, Thread

TASKS = 1000


def main() -> None:
    setrlimit(RLIMIT_AS, (2**30, 2**30))
    stop, threads = Event(), list[Thread]()
    try:
        for _ in range(TASKS):
            thread = Thread(target=stop.wait, args=(10,))
            thread.start()
            threads.append(thread)
    except RuntimeError as error:
        print("RuntimeError:", error)
    finally:
        stop.set()
    print("all have started:", len(threads) == TASKS)


if __name__ == "__main__":
    main()
