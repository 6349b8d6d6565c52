"""A window of futures that refills as soon as any task ends keeps all
workers busy and the input short."""

from collections.abc import Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ThreadPoolExecutor,
    wait,
)

AHEAD = 4
WORKERS = 2
taken: list[int] = []


def lines() -> Iterator[int]:
    for number in range(1000):  # stands for a file without an end
        taken.append(number)
        yield number


def parse(line: int) -> str:
    return f"line {line} parsed"


def parse_all(
    pool: ThreadPoolExecutor, feed: Iterable[int]
) -> Iterator[str]:
    window: set[Future[str]] = set()
    for line in feed:
        window.add(pool.submit(parse, line))
        if len(window) > AHEAD:
            done, window = wait(window, return_when=FIRST_COMPLETED)
            yield from [future.result() for future in done]
    yield from (future.result() for future in window)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        parsed = parse_all(pool, lines())
        print("a result came:", next(parsed).endswith("parsed"))
        print("lines taken so far:", len(taken))
        print("results in all:", 1 + len(list(parsed)))


if __name__ == "__main__":
    main()
