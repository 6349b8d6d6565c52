# /// script
# [tool.sample]
# arranged = "neither loop ends before both have counted far"
# use = "threads/lost_update"
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""Two threads loop in Python, and neither stops before both have
counted far, so both loops are under way at once."""

import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from threading import Event

FAR = 20_000
TOO_FAR = 1_000 * FAR


def count(way: str, counts: dict[str, int], stop: Event) -> None:
    while min(counts.values()) < FAR:  # arranged
        counts[way] += 1
        if stop.is_set() or counts[way] > TOO_FAR:
            raise TimeoutError("the other loop did not come along")


def main() -> None:
    counts, stop = {"up": 0, "down": 0}, Event()
    with ThreadPoolExecutor(len(counts)) as pool, ExitStack() as at_end:
        at_end.callback(stop.set)
        loops = [
            pool.submit(count, way, counts, stop) for way in counts
        ]
        for loop in as_completed(loops):
            loop.result()
    print("both counted far:", min(counts.values()) >= FAR)
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print("GIL on in this process:", gil)


if __name__ == "__main__":
    main()
