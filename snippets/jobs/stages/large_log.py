"""A log of 40,000 requests, with one line cut short."""

from collections.abc import Iterator
from pathlib import Path


def stage() -> Iterator[None]:
    with Path("access.log").open("w") as log:
        for n in range(40_000):
            status = 503 if n % 97 == 0 else 404 if n % 13 == 0 else 200
            words = ["GET", f"/items/{n % 1000}", status, n * 7]
            print(*words[: 2 if n == 22_222 else 4], file=log)
    yield
