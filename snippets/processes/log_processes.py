# /// script
# [tool.sample.spared]
# idle = "who is killed cannot remove its server's folder"
# ///
"""What a child logs goes through a queue to the parent, which alone
writes."""

import logging
import signal
import sys
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Manager, Process
from queue import Queue

FORMAT = "%(processName)s: %(message)s"


def convert(image: str, log: "Queue[logging.LogRecord]") -> None:
    root = logging.getLogger()
    root.handlers = [QueueHandler(log)]
    root.setLevel("INFO")
    logging.info("%s is converted", image)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    logging.basicConfig(level="INFO", format=FORMAT, stream=sys.stdout)
    logging.info("the work begins")
    with Manager() as manager:
        log = manager.Queue()
        child = Process(None, convert, "worker", ("cat.png", log))
        child.start()
        listener = QueueListener(log, *logging.getLogger().handlers)
        listener.start()
        try:
            child.join()
        finally:
            listener.stop()
    logging.info("the work is done")
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
