"""A put that waits goes on when somebody has taken an item."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue


def main() -> None:
    letters: Queue[str] = Queue(maxsize=1)
    letters.put("to Ada")
    with ThreadPoolExecutor() as pool:
        reader = pool.submit(letters.get, timeout=10)
        letters.put("to Grace", timeout=10)
    print("taken:", reader.result(), "left:", letters.qsize())


if __name__ == "__main__":
    main()
