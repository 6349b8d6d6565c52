"""Two processes wait for each other inside their computing loops, so
both computations are in progress at once."""

from multiprocessing import Barrier, Process, synchronize


def add_up(halfway: synchronize.Barrier) -> None:
    total = 0
    for number in range(1_000_000):
        total += number
        if number == 500_000:
            halfway.wait(timeout=60)


def main() -> None:
    halfway = Barrier(2)
    adders = [Process(target=add_up, args=(halfway,)) for _ in "ab"]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    print("exit codes:", [adder.exitcode for adder in adders])
    print("both were halfway at once:", not halfway.broken)


if __name__ == "__main__":
    main()
