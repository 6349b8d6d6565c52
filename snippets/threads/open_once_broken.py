"""Two customers both find no shop, and each opens one, since whoever
has the lock does not look again."""

from threading import Barrier, Lock, Thread


class House:
    def __init__(self) -> None:
        self.lock = Lock()
        self.open = False
        self.opened: list[str] = []
        self.meeting = Barrier(2)

    def shop(self) -> None:
        if not self.open:
            self.meeting.wait(timeout=10)  # arranged
            with self.lock:
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
