# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# ///
"""What a child logs is lost, because the handler was made in the parent
alone."""

import logging
import sys
from multiprocessing import Process

FORMAT = "%(processName)s: %(message)s"


def convert(image: str) -> None:
    logging.info("%s is converted", image)


def main() -> None:
    logging.basicConfig(level="INFO", format=FORMAT, stream=sys.stdout)
    logging.info("the work begins")
    child = Process(None, convert, "worker", ("cat.png",))
    child.start()
    child.join()
    logging.info("the work is done")


if __name__ == "__main__":
    main()
