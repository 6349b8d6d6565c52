# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A patch that the pool's initializer sets is there in the worker."""

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
    with ProcessPoolExecutor(
        1, mp_context=spawn, initializer=use_fakes
    ) as pool:
        name = pool.submit(where).result()
    print("the worker calls the fake:", name == "test")


if __name__ == "__main__":
    main()
