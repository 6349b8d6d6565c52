"""A Pool cannot send back a result that cannot be pickled."""

from collections.abc import Callable
from multiprocessing import Pool


def price_of(item: str) -> Callable[[int], int]:
    return lambda pieces: len(item) * pieces


def main() -> None:
    with Pool(1) as pool:
        try:
            price = pool.apply(price_of, ("bread",))
            print("three pieces cost", price(3))
        except Exception as problem:
            # An address would follow, another one in each run.
            words = str(problem).partition(" at 0x")[0]
            print(f"{type(problem).__name__}: {words}")


if __name__ == "__main__":
    main()
