"""Waiting for the first exception ends at the first failure, while
other tasks still run."""

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

decided = Event()


def load(crate: str) -> str:
    if crate == "eggs":
        raise ValueError("the eggs are broken")
    decided.wait()
    return crate


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        crates = [pool.submit(load, name) for name in ("milk", "eggs")]
        done, going_on = wait(crates, return_when=FIRST_EXCEPTION)
        print("done:", len(done), "going on:", len(going_on))
        print("error:", done.pop().exception())
        decided.set()
    print("loaded later:", crates[0].result())


if __name__ == "__main__":
    main()
