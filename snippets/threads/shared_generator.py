"""A lock lets one thread at a time pull from a generator."""

from collections.abc import Iterator
from threading import Event, Lock, Thread


def tickets(inside: Event, go_on: Event) -> Iterator[int]:
    for number in (1, 2):
        inside.set()
        go_on.wait()
        yield number


def main() -> None:
    inside, go_on, lock = Event(), Event(), Lock()
    stream = tickets(inside, go_on)

    def visit() -> None:
        with lock:
            taken.append(next(stream))

    taken: list[int] = []
    visitors = [Thread(target=visit) for _ in range(2)]
    visitors[0].start()
    inside.wait()
    visitors[1].start()
    go_on.set()
    for visitor in visitors:
        visitor.join()
    print("tickets taken:", taken)


if __name__ == "__main__":
    main()
