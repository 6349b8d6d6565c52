# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The path of a file is sent, and the worker opens it."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def count_lines(path: Path) -> int:
    with open(path) as file:
        return len(file.readlines())


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        count = pool.submit(count_lines, Path(__file__))
        print("the file has lines:", count.result() > 0)


if __name__ == "__main__":
    main()
