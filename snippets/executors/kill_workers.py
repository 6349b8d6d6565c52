# /// script
# requires-python = ">=3.14"
# ///
"""Killing a pool's workers ends a task that will not end itself."""

from concurrent.futures import ProcessPoolExecutor, wait
from threading import Event


def never_end() -> None:
    Event().wait()


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        kill = pool.kill_workers  # fails at once where it is missing
        stuck, *rest = [pool.submit(never_end) for _ in range(8)]
        while not stuck.running():
            wait([stuck], timeout=0.01)
        try:
            stuck.result(timeout=0.2)
        except TimeoutError:
            print("out of time")
            kill()
        print("stuck task:", type(stuck.exception()).__name__)
        print("last in the queue cancelled:", rest[-1].cancelled())


if __name__ == "__main__":
    main()
