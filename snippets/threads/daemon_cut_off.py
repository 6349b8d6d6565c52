"""The program asks its thread to end and waits for it, so the finally
block runs."""

import sys
from contextlib import ExitStack
from threading import Event, Thread


def write(begun: Event, stop: Event, well: Event) -> None:
    try:
        begun.set()
        if not stop.wait(10):
            raise TimeoutError("nobody ended the day")
        print("the last entry is written")
    finally:
        print("the journal is closed")
    well.set()


def main() -> None:
    begun, stop, well = Event(), Event(), Event()
    writer = Thread(target=write, args=(begun, stop, well))
    with ExitStack() as at_end:
        at_end.callback(stop.set)
        writer.start()
        if not begun.wait(10):
            raise TimeoutError("the writer did not begin")
        print("main ends")
    writer.join()
    if not well.is_set():
        sys.exit("the writer failed")


if __name__ == "__main__":
    main()
