# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# ///
"""What a child logs is lost, because the handler was made in the parent
alone."""

import logging
import sys
from multiprocessing import Process


def bake(loaf: str) -> None:
    logging.info("%s is in the oven", loaf)


def main() -> None:
    logging.basicConfig(
        stream=sys.stdout,
        level="INFO",
        format="%(processName)s: %(message)s",
    )
    logging.info("the bakery opens")
    baker = Process(target=bake, args=("rye bread",))
    baker.start()
    baker.join()
    logging.info("the bakery closes")


if __name__ == "__main__":
    main()
