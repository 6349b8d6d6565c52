# /// script
# [tool.sample]
# expect = "error"
# error = "CancelledError"
# ///
"""A cancelled future has no result to give."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def main() -> None:
    go = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        first = pool.submit(go.wait, 10)
        second = pool.submit(abs, -2)
        second.cancel()
        go.set()
        print("first:", first.result())
        print("second:", second.result())


if __name__ == "__main__":
    main()
