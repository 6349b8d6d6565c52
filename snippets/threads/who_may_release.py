"""A Lock can be released by a thread that did not take it, an RLock
and a plain Condition by their owner alone."""

from threading import Condition, Lock, RLock, Semaphore, Thread
from typing import Protocol


class Door(Protocol):
    def acquire(self) -> bool: ...
    def release(self) -> None: ...


def stranger_opens(door: Door) -> str:
    answers: list[str] = []

    def stranger() -> None:
        try:
            door.release()
            answers.append("yes")
        except RuntimeError as error:
            answers.append(f"no, {error}")

    door.acquire()
    thread = Thread(target=stranger)
    thread.start()
    thread.join()
    return answers[0]


def main() -> None:
    print("Lock:", stranger_opens(Lock()))
    print("RLock:", stranger_opens(RLock()))
    print("Semaphore:", stranger_opens(Semaphore()))
    print("Condition:", stranger_opens(Condition()))


if __name__ == "__main__":
    main()
