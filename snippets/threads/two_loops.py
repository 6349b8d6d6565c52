# /// script
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""Two threads loop in Python, and neither stops before both have
counted far, so both loops are under way at once."""

import sys
from threading import Thread

FAR = 20_000


def count(way: str, counts: dict[str, int]) -> None:
    while min(counts.values()) < FAR:
        counts[way] += 1


def main() -> None:
    counts = {"up": 0, "down": 0}
    threads = [
        Thread(target=count, args=(way, counts)) for way in counts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("both counted far:", min(counts.values()) >= FAR)
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print("GIL on in this process:", gil)


if __name__ == "__main__":
    main()
