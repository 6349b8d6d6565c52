# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# [[tool.sample.shows]]
# says = "both locks keep a transfer whole"
# without = "with first.lock, second.lock:"
# ///
"""Two transfers that want the same two locks end in every order, since
both take the locks by name."""

from threading import Lock, Thread


class Box:
    def __init__(self, name: str) -> None:
        self.name = name
        self.coins = 5
        self.lock = Lock()


def move(source: Box, target: Box) -> None:
    first, second = sorted((source, target), key=lambda box: box.name)
    with first.lock, second.lock:
        source.coins -= 1
        target.coins += 1


def main() -> None:
    till, safe = Box("till"), Box("safe")
    threads = [
        Thread(target=move, args=(till, safe)),
        Thread(target=move, args=(safe, till)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("till:", till.coins, "safe:", safe.coins)


if __name__ == "__main__":
    main()
