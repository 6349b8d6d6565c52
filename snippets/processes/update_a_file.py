# /// script
# [tool.sample]
# start-methods = ["spawn"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Several processes change one file, each under a lock that the others
see, and each puts a whole new file in its place."""

import fcntl
import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

ORDERS = [f"order {number}" for number in range(1, 21)]
WORKERS = 4


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def add(path: Path, order: str) -> None:
    with locked(path):
        orders = json.loads(path.read_text())
        new = path.with_suffix(".new")
        new.write_text(json.dumps([*orders, order]))
        os.replace(new, path)


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "orders.json")
        path.write_text("[]")
        with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
            list(pool.map(partial(add, path), ORDERS))
        print("in the file:", len(json.loads(path.read_text())))


if __name__ == "__main__":
    main()
