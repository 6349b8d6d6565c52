# /// script
# [tool.sample]
# expect = "hang"
# ///
"""Two transfers each hold one lock and wait for the other one for
ever."""

from threading import Barrier, Lock, Thread


class Box:
    meeting = Barrier(2)

    def __init__(self, name: str) -> None:
        self.name = name
        self.coins = 5
        self.lock = Lock()


def move(source: Box, target: Box) -> None:
    with source.lock:
        Box.meeting.wait(timeout=10)  # arranged
        with target.lock:
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
