# /// script
# [tool.sample]
# arranged = "the pool's task ends only after main has printed"
# use = "threads/ask_to_stop"
# [tool.sample.spared]
# raise = "its tasks outlive main, so their errors are not seen"
# interrupt = "after main, Python prints it, and the status stays 0"
# ///
"""The end of a program goes in order: main returns, the tasks of
pools end, then the threads, and then the atexit handlers run."""

from atexit import register
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event, Thread, main_thread


def work(main_over: Event) -> None:
    main_over.wait(10)  # arranged
    print("the pool's task ends")


def clean() -> None:
    main_thread().join()
    print("the thread ends")


def main() -> None:
    main_over = Event()
    register(print, "the atexit handler runs")
    pool = ThreadPoolExecutor(1)
    with ExitStack() as at_end:
        at_end.callback(main_over.set)  # arranged
        pool.submit(work, main_over)
        pool.submit(print, "the task in its queue ends")
        Thread(target=clean).start()
        print("main returns")


if __name__ == "__main__":
    main()
