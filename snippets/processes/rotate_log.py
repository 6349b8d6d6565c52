# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "who is killed cannot remove its server's folder"
# ///
"""Workers send their records to the parent, which alone writes the log
and rotates it, so that every record is kept."""

import logging
import signal
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from logging.handlers import (
    QueueHandler,
    QueueListener,
    RotatingFileHandler,
)
from multiprocessing import Manager, get_context
from pathlib import Path
from queue import Queue

IMAGES = [f"image {number:02}" for number in range(24)]
WORKERS = 2


def set_up(log: "Queue[logging.LogRecord]") -> None:
    logging.getLogger().handlers = [QueueHandler(log)]
    logging.getLogger().setLevel("INFO")


def convert(image: str) -> None:
    logging.info("%s is converted", image)


def write_log(path: Path) -> None:
    rotating = RotatingFileHandler(
        path, maxBytes=400, backupCount=99, encoding="utf-8"
    )
    spawn = get_context("spawn")
    with Manager() as manager:
        log = manager.Queue()
        pool = ProcessPoolExecutor(WORKERS, spawn, set_up, (log,))
        listener = QueueListener(log, rotating)
        listener.start()
        try:
            tasks = [pool.submit(convert, name) for name in IMAGES]
            for task in tasks:
                task.result()
        finally:
            pool.shutdown(cancel_futures=True)
            listener.stop()
            rotating.close()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_log(Path(folder, "app.log"))
        except BaseException:
            for file in Path(folder).iterdir():  # what led to it
                sys.stderr.write(file.read_text(encoding="utf-8"))
            raise
        files = list(Path(folder).iterdir())
        lines = [line for one in files for line in one.open()]
        print("files:", len(files))
        print("records:", len(lines), "of", len(IMAGES))
        if len(lines) != len(IMAGES):
            sys.exit("".join(lines))


if __name__ == "__main__":
    main()
