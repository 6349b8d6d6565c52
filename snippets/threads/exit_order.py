"""The end of a program goes in order: main returns, the tasks of
pools end, then the threads, and then the atexit handlers run."""

from atexit import register
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread, main_thread


def bake(closing: Event) -> None:
    closing.wait()
    print("the pool's task ends")


def clean() -> None:
    main_thread().join()
    print("the thread ends")


def main() -> None:
    closing = Event()
    register(print, "the atexit handler runs")
    pool = ThreadPoolExecutor(1)
    pool.submit(bake, closing)
    pool.submit(print, "the task in its queue ends")
    Thread(target=clean).start()
    print("main returns")
    closing.set()


if __name__ == "__main__":
    main()
