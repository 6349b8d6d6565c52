"""A version without buffersize gets a window of calls by hand."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        window: deque[Future[int]] = deque()
        for number in range(-3, 0):
            window.append(pool.submit(abs, number))
            if len(window) > 1:
                print(window.popleft().result())
        for future in window:
            print(future.result())


if __name__ == "__main__":
    main()
