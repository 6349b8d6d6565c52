"""Dividing the CPUs among the workers tells how many inner threads
each of them may start."""


def inner_threads(cpus: int, workers: int) -> int:
    return max(1, cpus // workers)


def main() -> None:
    cpus = 8
    for workers in (1, 2, 3, 8, 16):
        inner = inner_threads(cpus, workers)
        total = workers * inner
        print(f"{workers} x {inner} = {total} threads on {cpus} CPUs")


if __name__ == "__main__":
    main()
