# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# [[tool.sample.shows]]
# says = "whoever has the lock looks once more"
# without = "with self.lock:"
# ///
"""Two customers find one shop, since whoever has the lock looks once
more whether it is open."""

from threading import Lock, Thread


class House:
    def __init__(self) -> None:
        self.lock = Lock()
        self.open = False
        self.opened: list[str] = []

    def shop(self) -> None:
        if not self.open:
            with self.lock:
                if not self.open:
                    self.opened.append("shop")
                    self.open = True


def main() -> None:
    house = House()
    threads = [Thread(target=house.shop) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("shops opened:", len(house.opened))


if __name__ == "__main__":
    main()
