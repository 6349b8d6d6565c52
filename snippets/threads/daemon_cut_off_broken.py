"""A daemon thread is cut off when the program ends, and its finally
block never runs."""

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
    writer = Thread(target=write, args=(begun, stop, well), daemon=True)
    writer.start()
    if not begun.wait(10):
        raise TimeoutError("the writer did not begin")
    print("main ends")


if __name__ == "__main__":
    main()
