# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "who is killed cannot remove its server's folder"
# ///
"""The initializer gives each worker of a pool its handler, before the
first task."""

import io
import logging
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Manager, get_context
from queue import Queue

IMAGES = ["cat.png", "dog.png"]
WORKERS = 2


def set_up(log: "Queue[logging.LogRecord]") -> None:
    logging.getLogger().handlers = [QueueHandler(log)]
    logging.getLogger().setLevel("INFO")


def convert(image: str) -> None:
    logging.info("%s is converted", image)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    lines, spawn = io.StringIO(), get_context("spawn")
    try:
        with Manager() as manager:
            log = manager.Queue()
            pool = ProcessPoolExecutor(WORKERS, spawn, set_up, (log,))
            listener = QueueListener(log, logging.StreamHandler(lines))
            listener.start()
            try:
                tasks = [
                    pool.submit(convert, image) for image in IMAGES
                ]
                for task in tasks:
                    task.result()
            finally:
                pool.shutdown(cancel_futures=True)
                listener.stop()
    except BaseException:
        sys.stderr.write(lines.getvalue())  # what led to it
        raise
    print(*sorted(lines.getvalue().splitlines()), sep="\n")


if __name__ == "__main__":
    main()
