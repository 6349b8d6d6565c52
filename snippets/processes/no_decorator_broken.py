"""A function whose name now means its decorated form cannot be sent to
a process."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


def in_pool(function: Callable[[int], int]) -> Callable[[int], int]:
    def call(number: int) -> int:
        with ProcessPoolExecutor(max_workers=1) as pool:
            return pool.submit(function, number).result()

    return call


@in_pool
def double(number: int) -> int:
    return number * 2


def main() -> None:
    try:
        print("the double of 21 is", double(21))
    except Exception as problem:
        # The function's address, another one in each run, is left out.
        before, _, rest = str(problem).partition(" at 0x")
        after = rest.partition(">")[2]
        print(f"{type(problem).__name__}: {before}>{after}")


if __name__ == "__main__":
    main()
