# /// script
# [tool.sample.grow]
# items = "ROUNDS"
# workers = "THREADS"
# invariant = "calls made: \\d+ calls counted: \\d+"
# ///
"""A call is made by several threads at the same moment, round after
round, and the first error of any thread ends the test."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

THREADS = 4
ROUNDS = range(50)


def all_at_once(call: Callable[[], object], threads: int) -> None:
    start = Barrier(threads)

    def arrive() -> None:
        start.wait(timeout=10)
        call()

    with ThreadPoolExecutor(threads) as pool:
        try:
            jobs = [pool.submit(arrive) for _ in range(threads)]
            for job in jobs:
                job.result(timeout=10)
        except BaseException:
            start.abort()
            raise


def main() -> None:
    calls: list[str] = []
    for _ in ROUNDS:
        all_at_once(lambda: calls.append("a call"), THREADS)
    made = THREADS * len(ROUNDS)
    print("calls made:", made, "calls counted:", len(calls))
    if len(calls) != made:
        raise SystemExit("a call was lost")


if __name__ == "__main__":
    main()
