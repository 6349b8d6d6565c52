"""A task that knows its deadline ends itself in time."""

from concurrent.futures import ProcessPoolExecutor
from itertools import count
from time import monotonic


def find_square(wanted: int, deadline: float) -> str:
    for side in count(1):
        if side * side == wanted:
            return f"{wanted}: side {side}"
        if monotonic() > deadline:
            break
    return f"{wanted}: out of time"


def main() -> None:
    now = monotonic()
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = pool.submit(find_square, 144, deadline=now + 60)
        endless = pool.submit(find_square, 145, deadline=now + 0.2)
        print(found.result())
        print(endless.result())


if __name__ == "__main__":
    main()
