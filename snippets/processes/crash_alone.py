"""A process that crashes takes no other process along."""

import os
from multiprocessing import Event, Process, synchronize


def bake(after: synchronize.Event) -> None:
    after.wait()


def crash() -> None:
    os._exit(70)


def main() -> None:
    crashed = Event()
    crew = [
        Process(target=bake, args=(crashed,)),
        Process(target=crash),
        Process(target=bake, args=(crashed,)),
    ]
    for process in crew:
        process.start()
    crew[1].join()
    crashed.set()
    for process in crew:
        process.join()
    print("exit codes:", [process.exitcode for process in crew])


if __name__ == "__main__":
    main()
