# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The bell rings after the waiter has looked and before the waiter
waits, so it is missed and never rings again."""

from threading import Condition, Event, Thread


class Counter:
    def __init__(self) -> None:
        self.bell = Condition()
        self.dishes: list[str] = []
        self.looked, self.rung = Event(), Event()

    def serve(self, dish: str) -> None:
        self.looked.wait(timeout=10)  # arranged
        with self.bell:
            self.dishes.append(dish)
            self.bell.notify()
        self.rung.set()  # arranged

    def take(self) -> None:
        if not self.dishes:
            self.looked.set()  # arranged
            self.rung.wait(timeout=10)  # arranged
            with self.bell:
                self.bell.wait()
        self.dishes.pop()


def main() -> None:
    counter = Counter()
    threads = [
        Thread(target=counter.take),
        Thread(target=counter.serve, args=("soup",)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("dishes left:", len(counter.dishes))


if __name__ == "__main__":
    main()
