"""An exception in a done-callback reaches nobody but the log."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor


class Logbook(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
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


if __name__ == "__main__":
    main()
