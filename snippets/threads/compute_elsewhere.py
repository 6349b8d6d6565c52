# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""A process computes, so the thread that answers has the GIL of its own
process to itself."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

QUESTIONS = ["how much", "how many", "how long"]
NUMBERS = 200_000


def compute(numbers: int) -> int:
    return sum(number * number for number in range(numbers))


def answer(question: str) -> str:
    return f"{question}? enough"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        computed = pool.submit(compute, NUMBERS)
        for question in QUESTIONS:
            print(answer(question), flush=True)
        print("computed:", computed.result())


if __name__ == "__main__":
    main()
