# /// script
# [tool.sample]
# gil = true
# ///
"""A neighbour thread that nobody makes way for comes to its end during
a call only if the call releases the GIL."""

from collections.abc import Callable
from hashlib import sha256
from sys import getswitchinterval, setswitchinterval
from threading import Lock, Thread
from time import sleep

TRIES = 50


def verdict(call: Callable[[], object]) -> str:
    gate = Lock()
    neighbour = Thread(target=gate.acquire)
    with gate:
        neighbour.start()
    for _ in range(TRIES):
        if neighbour.is_alive():
            call()
    answer = "keeps it" if neighbour.is_alive() else "releases it"
    neighbour.join()
    return answer


def main() -> None:
    usual, much = getswitchinterval(), bytes(20_000_000)
    setswitchinterval(1000)
    try:
        # a sleep stands for any wait
        print("sleep", verdict(lambda: sleep(0.01)))
        print("sha256 of much", verdict(lambda: sha256(much)))
        print("sha256 of little", verdict(lambda: sha256(much[:1000])))
        print("sorted", verdict(lambda: sorted(range(100_000))))
    finally:
        setswitchinterval(usual)


if __name__ == "__main__":
    main()
