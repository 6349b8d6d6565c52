# /// script
# [tool.sample]
# arranged = "the first result is late, and the second is done"
# use = "executors/report_progress"
# ///
"""A timeout ends the iteration over map, and results that were done are
lost with it."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

quick_done = Event()
given_up = Event()
failed: list[str] = []


def load(file: str) -> str:
    try:
        if file == "slow":
            given_up.wait(10)  # arranged
        else:
            quick_done.set()  # arranged
        return f"{file} loaded"
    except BaseException as error:
        failed.append(f"{file}: {error!r}")  # map loses it, too
        raise


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        loaded = pool.map(load, ["slow", "quick"], timeout=0.1)
        print("the quick one is done:", quick_done.wait(10))  # arranged
        try:
            print(next(loaded))
        except TimeoutError:
            print("too late for the slow one")
        given_up.set()  # arranged
        print("what is left of map:", list(loaded))
    if failed:
        sys.exit(f"failed: {failed}")


if __name__ == "__main__":
    main()
