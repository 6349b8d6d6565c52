# /// script
# requires-python = ">=3.14"
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A process that is interrupted gets a KeyboardInterrupt, and its
finally block runs."""

import time
from multiprocessing import Event, Process, synchronize


def serve(opened: synchronize.Event) -> None:
    try:
        opened.set()
        while True:
            time.sleep(0.1)  # stands for serving customers
    except KeyboardInterrupt:
        print("no more customers")
    finally:
        print("the till is counted")


def main() -> None:
    opened = Event()
    shop = Process(target=serve, args=(opened,))
    shop.start()
    opened.wait()
    shop.interrupt()
    shop.join()
    print("exit code of the shop:", shop.exitcode)


if __name__ == "__main__":
    main()
