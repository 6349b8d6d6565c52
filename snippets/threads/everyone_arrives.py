"""A barrier opens once as many have come as it counts."""

from threading import Barrier, BrokenBarrierError, Thread


def arrive(gate: Barrier) -> None:
    try:
        gate.wait()
        print("through the gate")
    except BrokenBarrierError as problem:
        print(f"threading.{type(problem).__name__}")


def main() -> None:
    gate = Barrier(2)
    guest = Thread(target=arrive, args=(gate,))
    guest.start()
    gate.wait()
    guest.join()


if __name__ == "__main__":
    main()
