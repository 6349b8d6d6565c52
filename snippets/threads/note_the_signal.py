"""The handler only notes the signal, and the main loop, which holds no
lock when it looks, logs it and leaves."""

import logging
import sys
from queue import Empty, SimpleQueue
from signal import SIGINT, SIGTERM, Signals, signal

PAGES = ["one", "two", "three"]
PAUSE = 0.01
caught = SimpleQueue[int]()


def note(number: int, _: object) -> None:
    caught.put(number)


def main() -> None:
    signal(SIGINT, note)
    signal(SIGTERM, note)
    for page in PAGES:
        print("page", page, flush=True)
        try:
            number = caught.get(timeout=PAUSE)
        except Empty:
            continue
        logging.error("stopped by %s", Signals(number).name)
        sys.exit(128 + number)


if __name__ == "__main__":
    main()
