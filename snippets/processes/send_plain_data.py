# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""What tells of a process, such as its name, can be sent."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process


def main() -> None:
    helper = Process(target=print)
    with ProcessPoolExecutor(max_workers=1) as pool:
        sent = pool.submit(repr, helper.name)
        print("the worker got", sent.result())


if __name__ == "__main__":
    main()
