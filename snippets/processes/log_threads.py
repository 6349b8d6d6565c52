"""All threads log through one handler, and each line says whose it
is."""

import io
import logging
from threading import Barrier, Thread


def bake(loaf: str, meeting: Barrier) -> None:
    meeting.wait()
    logging.info("%s is in the oven", loaf)


def main() -> None:
    log = io.StringIO()
    logging.basicConfig(
        stream=log, level="INFO", format="%(threadName)s: %(message)s"
    )
    meeting = Barrier(2)
    bakers = [
        Thread(target=bake, args=("white bread", meeting), name="Ada"),
        Thread(target=bake, args=("rye bread", meeting), name="Ben"),
    ]
    for baker in bakers:
        baker.start()
    for baker in bakers:
        baker.join()
    print(*sorted(log.getvalue().splitlines()), sep="\n")


if __name__ == "__main__":
    main()
