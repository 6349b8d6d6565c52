# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""A patch changes a module in the process of the test, and a spawned
worker calls the real function."""

import platform
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from unittest.mock import patch


def where() -> str:
    return platform.node()


def use_fakes() -> None:
    patch("platform.node", return_value="test").start()


def main() -> None:
    spawn = get_context("spawn")
    use_fakes()
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        name = pool.submit(where).result()
    print("the worker calls the fake:", name == "test")


if __name__ == "__main__":
    main()
