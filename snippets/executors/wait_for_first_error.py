# /// script
# [tool.sample]
# arranged = "the milk waits until the first error was told"
# use = "executors/stop_at_first_error"
# ///
"""Waiting for the first exception ends at the first failure, while
other tasks still run."""

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

decided = Event()


def load(crate: str) -> str:
    if crate == "eggs":
        raise ValueError("the eggs are broken")
    if not decided.wait(10):  # arranged
        raise TimeoutError("nobody decided about the rest")
    return crate


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        crates = [pool.submit(load, name) for name in ("milk", "eggs")]
        done, going_on = wait(crates, return_when=FIRST_EXCEPTION)
        print("done:", len(done), "going on:", len(going_on))
        for crate in done:
            try:
                crate.result()
            except ValueError as error:
                print("error:", error)
        decided.set()  # arranged
    print("loaded later:", crates[0].result())


if __name__ == "__main__":
    main()
