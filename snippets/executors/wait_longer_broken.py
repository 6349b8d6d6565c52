# /// script
# [tool.sample]
# expect = "error"
# error = "TimeoutError"
# ///
"""A result that is not there in time is a TimeoutError without
words."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def main() -> None:
    answer = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        call = pool.submit(answer.wait, 10)
        try:
            print("answered:", call.result(timeout=0.1))
        finally:
            answer.set()


if __name__ == "__main__":
    main()
