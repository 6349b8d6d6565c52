"""A pool of a few threads runs any number of waiting tasks."""

from concurrent.futures import ThreadPoolExecutor

TASKS = 1000
WORKERS = 8


def work(number: int) -> int:
    return number


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(work, range(TASKS)))
    print("tasks done:", len(results))


if __name__ == "__main__":
    main()
