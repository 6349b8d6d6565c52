"""A generator refuses a second thread while the first one is inside
it."""

from collections.abc import Iterator
from threading import Event, Thread


def tickets(inside: Event, go_on: Event) -> Iterator[int]:
    for number in (1, 2):
        inside.set()
        go_on.wait()
        yield number


def main() -> None:
    inside, go_on = Event(), Event()
    stream = tickets(inside, go_on)

    def visit() -> None:
        taken.append(next(stream))

    taken: list[int] = []
    visitors = [Thread(target=visit) for _ in range(2)]
    visitors[0].start()
    inside.wait()
    visitors[1].start()
    visitors[1].join()
    go_on.set()
    visitors[0].join()
    print("tickets taken:", taken)


if __name__ == "__main__":
    main()
