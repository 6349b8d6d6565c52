"""A Barrier lets nobody start before all are there, and gives each
of them a number of its own."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Barrier

WORKERS = 3
LIMIT = 10


def step(line: Barrier, ready: list[str]) -> tuple[int, int]:
    ready.append("ready")
    number = line.wait(LIMIT)
    return number, len(ready)


def main() -> None:
    line, ready = Barrier(WORKERS), list[str]()
    with ThreadPoolExecutor(WORKERS) as pool:
        steps = [pool.submit(step, line, ready) for _ in range(WORKERS)]
        log = [done.result() for done in as_completed(steps)]
    print("ready when each one started:", [seen for _, seen in log])
    print("numbers given out:", sorted(number for number, _ in log))


if __name__ == "__main__":
    main()
