"""Four threads ask a cache for one price at once, and the shop is
called four times."""

from functools import lru_cache
from threading import Barrier, Thread

meeting = Barrier(4)
calls: list[str] = []


@lru_cache
def ask_price(fruit: str) -> int:
    calls.append(fruit)
    meeting.wait()  # all four have found the cache empty
    return 3


def main() -> None:
    threads = [
        Thread(target=ask_price, args=("plum",)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("price:", ask_price("plum"))
    print("calls to the shop:", len(calls))


if __name__ == "__main__":
    main()
