"""A barrier breaks for those who wait when somebody stays away."""

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
    gate.abort()
    guest.join()


if __name__ == "__main__":
    main()
