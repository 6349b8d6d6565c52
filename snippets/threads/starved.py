# /// script
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""A loop in Python keeps the GIL until a neighbour's request for it
falls due, so after a long switch interval the neighbour still waits."""

from sys import getswitchinterval, setswitchinterval
from threading import Lock, Thread


def neighbour_during_loop(interval: float) -> str:
    usual, gate = getswitchinterval(), Lock()
    neighbour = Thread(target=gate.acquire)
    setswitchinterval(interval)
    try:
        with gate:
            neighbour.start()
        for _ in range(20_000):  # nothing here waits
            sum(range(1_000))
            if not neighbour.is_alive():
                break
        return "still waits" if neighbour.is_alive() else "has run"
    finally:
        setswitchinterval(usual)
        neighbour.join()


def main() -> None:
    usual = getswitchinterval()
    print("long interval: neighbour", neighbour_during_loop(1000))
    print("usual interval: neighbour", neighbour_during_loop(usual))


if __name__ == "__main__":
    main()
