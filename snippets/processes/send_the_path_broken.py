# /// script
# [tool.sample.variants.older]
# python = "<3.12"
# ///
"""An open file cannot be sent to a process."""

from concurrent.futures import ProcessPoolExecutor
from typing import TextIO


def count_lines(file: TextIO) -> int:
    return len(file.readlines())


def main() -> None:
    with open(__file__) as file, ProcessPoolExecutor(1) as pool:
        count = pool.submit(count_lines, file)
        problem = count.exception()
    print(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
