# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The initializer sets the warnings filter in each worker."""

import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def be_strict() -> None:
    warnings.simplefilter("error", UserWarning)


def price() -> str:
    try:
        warnings.warn("an old list", UserWarning, stacklevel=1)
    except UserWarning as problem:
        return f"was stopped: {problem}"
    return "went on"


def main() -> None:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn, be_strict) as pool:
        print("the worker", pool.submit(price).result())


if __name__ == "__main__":
    main()
