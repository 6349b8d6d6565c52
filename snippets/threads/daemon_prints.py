"""A thread that prints is asked to end and waited for, so nothing is
being written when the program ends."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event


def chatter(stop: Event) -> None:
    if not stop.wait(10):
        raise TimeoutError("nobody asked")
    print("the last line")


def main() -> None:
    stop = Event()
    with ThreadPoolExecutor(1) as pool, ExitStack() as at_end:
        at_end.callback(stop.set)
        talk = pool.submit(chatter, stop)
    talk.result()


if __name__ == "__main__":
    main()
