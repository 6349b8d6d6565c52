"""The program asks its thread to end and waits for it, so the finally
block runs."""

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
    clerk = Thread(target=keep, args=(opened, closing))
    clerk.start()
    opened.wait()
    print("main ends")
    closing.set()


if __name__ == "__main__":
    main()
