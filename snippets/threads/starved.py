# /// script
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""A loop in Python keeps the GIL until a neighbour's request for it
falls due, so after a long switch interval the neighbour still waits."""

from sys import getswitchinterval, setswitchinterval
from threading import Lock, Thread


def neighbour_during_loop(interval: float) -> str:
    setswitchinterval(interval)
    gate = Lock()
    neighbour = Thread(target=gate.acquire)
    with gate:
        neighbour.start()
    for _ in range(5_000_000):  # nothing here waits
        if not neighbour.is_alive():
            break
    answer = "still waits" if neighbour.is_alive() else "has run"
    neighbour.join()
    return answer


def main() -> None:
    usual = getswitchinterval()
    print("long interval: neighbour", neighbour_during_loop(1000))
    print("usual interval: neighbour", neighbour_during_loop(usual))


if __name__ == "__main__":
    main()
