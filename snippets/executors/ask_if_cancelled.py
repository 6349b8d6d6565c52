# /// script
# [tool.sample]
# arranged = "the first task runs until the second is cancelled"
# use = "executors/stop_at_first_error"
# ///
"""A future is asked whether it was cancelled before it is asked for its
result."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def main() -> None:
    go = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        first = pool.submit(go.wait, 10)  # arranged
        second = pool.submit(abs, -2)
        second.cancel()
        go.set()  # arranged
        print("first:", first.result())
        if second.cancelled():
            print("second: cancelled")


if __name__ == "__main__":
    main()
