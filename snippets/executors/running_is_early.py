"""A process pool calls a task running before a worker takes it."""

from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import Event
from multiprocessing.synchronize import Event as EventType

gates: list[EventType] = []


def share(gate: EventType) -> None:
    gates.append(gate)


def pass_gate() -> bool:
    return gates[0].wait()


def main() -> None:
    gate = Event()
    with ProcessPoolExecutor(1, None, share, (gate,)) as pool:
        first, second = pool.submit(pass_gate), pool.submit(pass_gate)
        while not second.running():
            wait([second], timeout=0.01)
        print("first done:", first.done())
        print("second running:", second.running())
        print("second cancelled:", second.cancel())
        gate.set()


if __name__ == "__main__":
    main()
