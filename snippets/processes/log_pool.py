"""The initializer gives each worker of a pool its handler, before the
first task."""

import logging
import sys
from concurrent.futures import ProcessPoolExecutor
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Queue, queues


def set_up(log: "queues.Queue[logging.LogRecord]") -> None:
    root = logging.getLogger()
    root.handlers = [QueueHandler(log)]
    root.setLevel("INFO")


def bake(loaf: str) -> None:
    logging.info("%s is in the oven", loaf)


def main() -> None:
    log: queues.Queue[logging.LogRecord] = Queue()
    listener = QueueListener(log, logging.StreamHandler(sys.stdout))
    with ProcessPoolExecutor(1, None, set_up, (log,)) as pool:
        pool.submit(bake, "rye bread")
        listener.start()
        pool.submit(bake, "oat bread")
    listener.stop()


if __name__ == "__main__":
    main()
