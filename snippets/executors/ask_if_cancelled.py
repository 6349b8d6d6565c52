"""A future is asked whether it was cancelled before it is asked for its
result."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def main() -> None:
    go = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        first, second = pool.submit(go.wait), pool.submit(abs, -2)
        second.cancel()
        go.set()
        print("first:", first.result())
        if second.cancelled():
            print("second: cancelled")


if __name__ == "__main__":
    main()
