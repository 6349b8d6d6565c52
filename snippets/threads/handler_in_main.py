# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""The main thread sets the signal handler before it starts others."""

from signal import SIGINT, default_int_handler, signal
from threading import Thread


def work() -> None:
    print("the work is done")


def main() -> None:
    signal(SIGINT, default_int_handler)
    worker = Thread(target=work)
    worker.start()
    worker.join()


if __name__ == "__main__":
    main()
