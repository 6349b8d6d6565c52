"""What a child logs goes through a queue to the parent, which alone
writes."""

import logging
import sys
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Process, Queue, queues


def bake(loaf: str, log: "queues.Queue[logging.LogRecord]") -> None:
    root = logging.getLogger()
    root.handlers = [QueueHandler(log)]
    root.setLevel("INFO")
    logging.info("%s is in the oven", loaf)


def main() -> None:
    logging.basicConfig(
        stream=sys.stdout,
        level="INFO",
        format="%(processName)s: %(message)s",
    )
    log: queues.Queue[logging.LogRecord] = Queue()
    listener = QueueListener(log, *logging.getLogger().handlers)
    logging.info("the bakery opens")
    baker = Process(target=bake, args=("rye bread", log))
    baker.start()
    listener.start()
    baker.join()
    listener.stop()
    logging.info("the bakery closes")


if __name__ == "__main__":
    main()
