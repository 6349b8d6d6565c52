# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# ///
"""No ring of the bell is missed, since the waiter looks and begins to
wait under one lock, and looks again after the ring."""

from threading import Condition, Thread


class Counter:
    def __init__(self) -> None:
        self.bell = Condition()
        self.dishes: list[str] = []

    def serve(self, dish: str) -> None:
        with self.bell:
            self.dishes.append(dish)
            self.bell.notify()

    def take(self) -> None:
        with self.bell:
            while not self.dishes:
                if not self.bell.wait(timeout=10):
                    raise TimeoutError("no dish came")
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
