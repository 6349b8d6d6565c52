"""A pool whose worker has died takes no more calls."""

import os
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        crash = pool.submit(os._exit, 70)
        print("first call:", type(crash.exception()).__name__)
        try:
            print("second call:", pool.submit(abs, -2).result())
        except BrokenExecutor as problem:
            print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
