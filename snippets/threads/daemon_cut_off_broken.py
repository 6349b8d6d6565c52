"""A daemon thread is cut off when the program ends, and its finally
block never runs."""

from threading import Event, Thread


def keep(opened: Event, closing: Event) -> None:
    try:
        opened.set()
        closing.wait()
        print("the last customer is served")
    finally:
        print("the till is locked")


def main() -> None:
    opened, closing = Event(), Event()
    clerk = Thread(target=keep, args=(opened, closing), daemon=True)
    clerk.start()
    opened.wait()
    print("main ends")


if __name__ == "__main__":
    main()
