# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: no such address: bob"
# ///
"""Asking every future brings a task's failure to light, in the log and
in the exit status."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

ADDRESSES = ["ada@example.org", "bob", "eve@example.org"]


def send(address: str) -> None:
    if "@" not in address:
        raise ValueError(f"no such address: {address}")


def main() -> None:
    failed = 0
    with ThreadPoolExecutor() as pool:
        letters = [pool.submit(send, address) for address in ADDRESSES]
    for letter in letters:
        try:
            letter.result()
        except Exception:
            failed += 1
            logging.exception("a letter was not sent")
    print(f"{len(letters) - failed} sent, {failed} not")
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
