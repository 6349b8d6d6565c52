# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Each task closes what it has opened, also when it fails, so nothing
is left to the end of its worker."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

PAGES = {"bread": "flour, water", "tea": "leaves, water"}


def write(path: Path, text: str) -> int:
    with path.open("w") as page:  # closed, and so written, at its end
        for word in text.split(", "):
            page.write(f"{word}\n")
    return len(path.read_text().splitlines())


def set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    pool = ProcessPoolExecutor(2, get_context("spawn"), set_up)
    with TemporaryDirectory() as folder, pool:
        tasks = {
            name: pool.submit(write, Path(folder, name), text)
            for name, text in PAGES.items()
        }
        for name, task in tasks.items():
            print(name, "lines:", task.result())


if __name__ == "__main__":
    main()
