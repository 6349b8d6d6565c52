"""The thread that has taken an RLock releases it, by with."""

from concurrent.futures import ThreadPoolExecutor
from threading import RLock


def work(door: RLock) -> str:
    with door:
        return "inside"


def main() -> None:
    door = RLock()
    with ThreadPoolExecutor() as pool:
        print(pool.submit(work, door).result())


if __name__ == "__main__":
    main()
