# /// script
# [tool.sample]
# expect = "error"
# error = "TimeoutError: 2 (of 2) futures unfinished"
# ///
"""A limit on as_completed counts for all futures together, and ends the
loop."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

go = Event()


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        calls = [pool.submit(go.wait, 10) for _ in range(2)]
        try:
            for call in as_completed(calls, timeout=0.1):
                print("done:", call.result())
        finally:
            go.set()


if __name__ == "__main__":
    main()
