# /// script
# [tool.sample]
# arranged = "the answer comes when nobody waits any more"
# use = "executors/deadline_in_task"
# ///
"""A caller that runs out of time says so and goes on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event


def main() -> None:
    answer = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        call = pool.submit(answer.wait, 10)  # arranged
        try:
            print("answered:", call.result(timeout=0.1))
        except TimeoutError:
            print("no answer yet")
        answer.set()  # arranged


if __name__ == "__main__":
    main()
