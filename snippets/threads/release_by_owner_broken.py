# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: cannot release un-acquired lock"
# ///
"""An RLock that one thread has taken cannot be released by another."""

from concurrent.futures import ThreadPoolExecutor
from threading import RLock


def work(door: RLock) -> str:
    door.release()
    return "inside"


def main() -> None:
    door = RLock()
    with ThreadPoolExecutor() as pool, door:
        print(pool.submit(work, door).result())


if __name__ == "__main__":
    main()
