"""All threads log through one handler, and each line says whose it
is."""

import io
import logging
import sys
from threading import Thread

IMAGES = ["cat.png", "dog.png"]


def convert(image: str) -> None:
    logging.info("%s is converted", image)


def main() -> None:
    log = io.StringIO()
    logging.basicConfig(
        stream=log, level="INFO", format="%(threadName)s: %(message)s"
    )
    threads = [
        Thread(target=convert, args=(image,), name=f"worker {number}")
        for number, image in enumerate(IMAGES, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = log.getvalue().splitlines()
    print(*sorted(lines), sep="\n")
    sys.exit(len(lines) != len(IMAGES))


if __name__ == "__main__":
    main()
