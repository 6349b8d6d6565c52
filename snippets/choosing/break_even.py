"""A task has to be longer than its hand-over, and by more if few tasks
share the start of the workers."""


def break_even(
    workers: int, tasks: int, start: float, hand_over: float
) -> float:
    saved_share = 1 - 1 / workers
    return (start / tasks + hand_over) / saved_share


def main() -> None:
    for tasks in (10, 100, 10_000):
        length = break_even(2, tasks, start=100, hand_over=1)
        print(f"{tasks} tasks, 2 workers: at least {length:.1f}")
    for workers in (4, 100):
        length = break_even(workers, 100, start=100, hand_over=1)
        print(f"100 tasks, {workers} workers: at least {length:.1f}")


if __name__ == "__main__":
    main()
