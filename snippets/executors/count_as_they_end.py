# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""The program counts the tasks that have ended, and no worker does."""

import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

PHOTOS = [640, 800, 1024, 1280]
WORKERS = 2


def shrink(width: int) -> int:
    return width // 2


def main() -> None:
    failed = 0
    pool = ProcessPoolExecutor(WORKERS)
    try:
        asked = [pool.submit(shrink, width) for width in PHOTOS]
        for done, future in enumerate(as_completed(asked), start=1):
            if error := future.exception():
                failed += 1
                print("failed:", repr(error), file=sys.stderr)
            print(f"{done} of {len(asked)} done", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
