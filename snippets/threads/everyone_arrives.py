"""A barrier opens once as many have come as it counts."""

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
            gate.wait(10)
        finally:
            guest.result()


if __name__ == "__main__":
    main()
