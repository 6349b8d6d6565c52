"""A Barrier lets nobody start before all are there, and gives each
of them a number of its own."""

from threading import Barrier, Thread


def run(
    line: Barrier, ready: list[str], log: list[tuple[int, int]]
) -> None:
    ready.append("ready")
    number = line.wait()
    log.append((number, len(ready)))


def main() -> None:
    line = Barrier(3)
    ready: list[str] = []
    log: list[tuple[int, int]] = []
    runners = [
        Thread(target=run, args=(line, ready, log)) for _ in range(3)
    ]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    print("ready when each one started:", [seen for _, seen in log])
    print("numbers given out:", sorted(number for number, _ in log))


if __name__ == "__main__":
    main()
