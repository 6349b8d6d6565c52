# /// script
# [tool.sample]
# expect = "error"
# error = "threading.BrokenBarrierError"
# ///
"""A barrier breaks for those who wait when somebody stays away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def arrive(gate: Barrier) -> None:
    gate.wait(10)
    print("through the gate")


def main() -> None:
    gate = Barrier(2)
    with ThreadPoolExecutor() as pool:
        guest = pool.submit(arrive, gate)
        try:
            gate.abort()
        finally:
            guest.result()


if __name__ == "__main__":
    main()
