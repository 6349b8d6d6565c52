# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process pool sends a function that has a name in its module,
together with an argument that is always the same."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial


def multiply(price: int, factor: int) -> int:
    return price * factor


def main() -> None:
    factor = 2
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(partial(multiply, factor=factor), 21)
        print(future.result())


if __name__ == "__main__":
    main()
