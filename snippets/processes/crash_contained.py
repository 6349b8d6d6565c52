# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""What a crash left undone is done again in a pool of one, so that at
most the task that crashes is lost."""

import os
import signal
import sys
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context

IMAGES = ["cat.png", "dog.png", "huge.png", "owl.png"]
WORKERS = 4 if sys.version_info >= (3, 12) else 1
caught: list[int] = []


def stop(number: int, _: object) -> None:
    """Only note it: raised in a submit, it could leave a lock held."""
    caught.append(number)


def convert(image: str, workers: int) -> str:
    if image == "huge.png" and workers > 1:
        os._exit(70)  # stands for memory that is too short
    return image.replace("png", "jpg")


def attempt(images: list[str], workers: int) -> list[Future[str]]:
    tasks: list[Future[str]] = []
    with (
        suppress(BrokenProcessPool),
        ProcessPoolExecutor(workers, get_context("spawn")) as pool,
    ):
        for image in images:
            tasks.append(pool.submit(convert, image, workers))
        pool.shutdown(wait=False)
        while wait(tasks, timeout=1).not_done:
            if caught:
                for task in tasks:
                    task.cancel()
    return tasks


def main() -> None:
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    done, failed, workers = dict[str, str](), dict[str, str](), WORKERS
    while left := [i for i in IMAGES if i not in done | failed]:
        tasks = attempt(left, workers)
        if caught:
            sys.exit(128 + caught[0])
        for image, task in zip(left, tasks, strict=False):
            error = task.exception()
            if not error:
                done[image] = task.result()
            elif not isinstance(error, BrokenProcessPool):
                failed[image] = repr(error)
            elif workers == 1:
                why = error.__cause__ or error
                failed[image] = f"lost with its worker: {why}"
                break
        workers = 1 if workers > 1 else WORKERS
    print(*map(done.get, IMAGES), sep="\n")
    sys.exit(f"failed: {failed}" if failed else 0)


if __name__ == "__main__":
    main()
