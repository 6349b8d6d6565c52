# /// script
# [tool.sample.variants.older]
# python = "<3.12.5"
# [tool.sample.variants.middle]
# python = ">=3.12.5,<3.14"
# ///
"""A process pool cannot send a lambda to its workers."""

from concurrent.futures import ProcessPoolExecutor


def multiply(price: int, factor: int) -> int:
    return price * factor


def main() -> None:
    factor = 2
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(lambda price: multiply(price, factor), 21)
        problem = future.exception()
    # An address would follow, another one in each run.
    words = str(problem).partition(" at 0x")[0]
    print(f"{type(problem).__name__}: {words}")


if __name__ == "__main__":
    main()
