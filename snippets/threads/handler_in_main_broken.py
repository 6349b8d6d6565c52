"""A thread cannot set a signal handler."""

from signal import SIGINT, default_int_handler, signal
from threading import Thread


def work() -> None:
    signal(SIGINT, default_int_handler)
    print("the work is done")


def main() -> None:
    worker = Thread(target=work)
    worker.start()
    worker.join()


if __name__ == "__main__":
    main()
