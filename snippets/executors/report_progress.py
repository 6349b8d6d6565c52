"""Each result is taken as it comes and goes under its label, and a page
that fails is logged and does not stop the others."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from time import sleep

PAGES = ["news", "weather", "sports", "music"]
WORKERS = 4


def fetch(page: str) -> str:
    sleep(0.1)  # stands for the wait for a server
    return f"<h1>{page}</h1>"


def main() -> None:
    texts: dict[str, str] = {}
    failed = 0
    pool = ThreadPoolExecutor(WORKERS)
    try:
        asked = {pool.submit(fetch, page): page for page in PAGES}
        for done, future in enumerate(as_completed(asked), start=1):
            page = asked[future]
            try:
                texts[page] = future.result()
            except Exception:
                failed += 1
                logging.exception("no page %s", page)
            print(f"{done} of {len(asked)} done", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
    print("fetched:", *sorted(texts))
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
