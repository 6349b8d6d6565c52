# /// script
# [tool.sample]
# arranged = "a barrier lets all threads begin together"
# use = "threads/lost_update"
# ///
"""Four threads append to one list at once and every item arrives,
with the GIL and without it."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Barrier

WORKERS = 4
TIMES = 10_000


def pick(basket: list[str], all_here: Barrier) -> None:
    all_here.wait(10)  # arranged
    for _ in range(TIMES):
        basket.append("apple")


def main() -> None:
    basket: list[str] = []
    all_here = Barrier(WORKERS)  # arranged
    with ThreadPoolExecutor(WORKERS) as pool:
        pickers = [
            pool.submit(pick, basket, all_here) for _ in range(WORKERS)
        ]
        for picker in as_completed(pickers):
            picker.result()
    print("apples picked:", len(basket))


if __name__ == "__main__":
    main()
