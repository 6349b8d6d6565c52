"""A generator cannot be sent to a process."""

from concurrent.futures import ProcessPoolExecutor


def main() -> None:
    prices = (price * 2 for price in (3, 4, 5))
    with ProcessPoolExecutor(max_workers=1) as pool:
        total = pool.submit(sum, prices)
        problem = total.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
