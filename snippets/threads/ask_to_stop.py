"""A loop that pauses at an event ends as soon as it is asked, between
two rounds, and tidies up."""

import sys
from threading import Event, Thread

PAUSE = 60


class Poller:
    def __init__(self) -> None:
        self.stop, self.begun = Event(), Event()
        self.log: list[str] = []

    def run(self) -> None:
        self.log.append("opened")
        try:
            self.begun.set()
            while not self.stop.wait(PAUSE):
                self.log.append("looked for news")
        finally:
            self.log.append("closed")


def main() -> None:
    poller = Poller()
    thread = Thread(target=poller.run, daemon=True)
    thread.start()
    try:
        poller.begun.wait(10)
        print("main has other work")
    finally:
        poller.stop.set()
        thread.join(10)
    if "closed" not in poller.log:
        sys.exit("the poller failed")
    print("the poller has:", poller.log)


if __name__ == "__main__":
    main()
