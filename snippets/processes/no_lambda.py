"""A process pool sends a function that has a name in its module."""

from concurrent.futures import ProcessPoolExecutor


def double(price: int) -> int:
    return price * 2


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(double, 21)
        print(future.result())


if __name__ == "__main__":
    main()
