"""A spawned worker does not have the warnings filter of its parent."""

import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def price() -> str:
    try:
        warnings.warn("an old list", UserWarning, stacklevel=1)
    except UserWarning as problem:
        return f"was stopped: {problem}"
    return "went on"


def main() -> None:
    warnings.simplefilter("error", UserWarning)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        print("the worker", pool.submit(price).result())


if __name__ == "__main__":
    main()
