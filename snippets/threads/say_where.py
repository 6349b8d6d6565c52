"""When no task ends for a minute, the program prints where each of its
threads stands and stops; a signal has it print that and go on."""

import faulthandler
import signal
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

PAGES = [f"page {number}" for number in range(1, 9)]
WORKERS = 4
LIMIT = 60.0  # seconds in which at least one task has to end


def fetch(page: str) -> str:
    return page.upper()


def main() -> None:
    faulthandler.enable()
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGUSR1)
    failed = []
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    pool = ThreadPoolExecutor(WORKERS, "fetch")
    try:
        tasks = {pool.submit(fetch, page): page for page in PAGES}
        for task in as_completed(tasks):
            faulthandler.dump_traceback_later(LIMIT, exit=True)
            if error := task.exception():
                failed.append(f"{tasks[task]}: {error!r}")
    finally:
        pool.shutdown(cancel_futures=True)
    faulthandler.cancel_dump_traceback_later()
    print("fetched:", len(PAGES) - len(failed), "of", len(PAGES))
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
