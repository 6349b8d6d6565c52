# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""After a crash a new pool goes on."""

import os
from concurrent.futures import ProcessPoolExecutor


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        crash = pool.submit(os._exit, 70)
        print("first call:", type(crash.exception()).__name__)
    with ProcessPoolExecutor(max_workers=1) as pool:
        print("second call:", pool.submit(abs, -2).result())


if __name__ == "__main__":
    main()
