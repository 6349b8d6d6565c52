"""The waiter looks at the counter first and listens only while it is
empty, so no ring is missed."""

from threading import Condition, Thread


class Counter:
    def __init__(self) -> None:
        self.bell = Condition()
        self.dishes: list[str] = []

    def serve(self, dish: str) -> None:
        with self.bell:
            self.dishes.append(dish)
            self.bell.notify()

    def take(self) -> str:
        with self.bell:
            self.bell.wait_for(lambda: self.dishes)
            return self.dishes.pop()


def main() -> None:
    counter = Counter()
    cook = Thread(target=counter.serve, args=("soup",))
    cook.start()
    cook.join()  # the bell rings before the waiter comes
    print("dishes on the counter:", counter.dishes)
    print("taken:", counter.take())


if __name__ == "__main__":
    main()
