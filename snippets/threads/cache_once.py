"""A lock around the cached call lets one thread ask the shop, and the
others find the price in the cache."""

from functools import lru_cache
from threading import Barrier, Lock, Thread

meeting = Barrier(4)
calls: list[str] = []
asking = Lock()


@lru_cache
def ask_price(fruit: str) -> int:
    calls.append(fruit)
    return 3


def ask_once(fruit: str) -> int:
    meeting.wait()  # all four are about to look into the cache
    with asking:
        return ask_price(fruit)


def main() -> None:
    threads = [
        Thread(target=ask_once, args=("plum",)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("price:", ask_price("plum"))
    print("calls to the shop:", len(calls))


if __name__ == "__main__":
    main()
