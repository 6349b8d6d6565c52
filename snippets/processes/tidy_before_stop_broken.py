# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A process that is terminated ends at once, and its finally block does
not run."""

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
    shop.terminate()
    shop.join()
    print("exit code of the shop:", shop.exitcode)


if __name__ == "__main__":
    main()
