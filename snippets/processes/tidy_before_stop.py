"""A process that is asked to stop runs its finally block and ends by
itself."""

from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as EventType


def serve(opened: EventType, closing: EventType) -> None:
    try:
        opened.set()
        closing.wait()
    finally:
        print("the till is counted")


def main() -> None:
    opened, closing = Event(), Event()
    shop = Process(target=serve, args=(opened, closing))
    shop.start()
    opened.wait()
    closing.set()
    shop.join()
    print("exit code of the shop:", shop.exitcode)


if __name__ == "__main__":
    main()
