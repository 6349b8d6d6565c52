# /// script
# [tool.sample.spared]
# kill = "who is killed cannot remove its server's folder"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The workers of a ProcessPoolExecutor may start processes of their
own."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process


def index() -> int | None:
    helper = Process(target=print, args=("the helper is done",))
    helper.start()
    helper.join()
    return helper.exitcode


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        print("exit code of the helper:", pool.submit(index).result())


if __name__ == "__main__":
    main()
