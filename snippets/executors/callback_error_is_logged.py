# /// script
# [tool.sample]
# status = 1
# ///
"""An exception in a done-callback reaches nobody but the log."""

import logging
import sys
from concurrent.futures import Future, ThreadPoolExecutor

errors: list[object] = []


class Logbook(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        errors.append(error)
        print("log of", record.name, "says:", error)


def weigh(letter: str) -> int:
    return len(letter)


def stamp(weighed: Future[int]) -> None:
    raise RuntimeError("no stamps left")


def main() -> None:
    logging.getLogger("concurrent.futures").addHandler(Logbook())
    with ThreadPoolExecutor() as pool:
        letter = pool.submit(weigh, "Dear Ada")
        letter.add_done_callback(stamp)
    print("result:", letter.result())
    print("exception:", letter.exception())
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
