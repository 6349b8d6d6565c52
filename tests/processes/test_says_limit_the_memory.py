"""What the page on limiting a worker's memory says."""

from collections.abc import Callable

import pytest

from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="Linux holds to the limit")

#: Nothing is touched: `bytes` of zeros and maps take no memory until somebody writes.
LIMITED = """
import mmap
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

GIB = 1 << 30


RECIPE

def take(size):
    return len(bytes(size))


def map_file(size):
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as mapped:
            return len(mapped)


def together(barrier, size):
    limit(4 * GIB)
    held = bytes(size)
    barrier.wait(60)
    os._exit(len(held) != size)


def tell(ask, *args):
    try:
        return ask(*args)
    except (MemoryError, OSError) as error:
        return repr(error)


def main():
    context = get_context("METHOD")
    with ProcessPoolExecutor(1, context, limit, (4 * GIB,)) as pool:
        worker = pool.submit(os.getpid).result()
        print(tell(pool.submit(take, 8 * GIB).result))
        print(pool.submit(os.getpid).result() == worker)
        print(tell(pool.submit(map_file, 8 * GIB).result))
    with context.Pool(1, limit, (4 * GIB,)) as pool:
        worker = pool.apply(os.getpid)
        print(tell(pool.apply, take, (8 * GIB,)), pool.apply(os.getpid) == worker)
    barrier = context.Barrier(2)
    pair = [context.Process(target=together, args=(barrier, 9 * GIB // 4)) for _ in "ab"]
    for process in pair:
        process.start()
    for process in pair:
        process.join()
    print([process.exitcode for process in pair])


if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize(
    ("kind", "mapped"),
    [("RLIMIT_AS", "OSError(12, 'Cannot allocate memory')"), ("RLIMIT_DATA", str(8 << 30))],
)
def test_a_task_above_the_limit_fails_alone(
    printed: Callable[[str], str], method: str, kind: str, mapped: str
) -> None:
    """By a MemoryError, and the worker goes on; a mapped file counts with RLIMIT_AS alone."""
    (recipe,) = typed("processes/limit-the-memory")
    text = LIMITED.replace("RECIPE", recipe.replace("RLIMIT_AS", kind))
    said = printed(text.replace("METHOD", method)).splitlines()

    assert said == ["MemoryError()", "True", mapped, "MemoryError() True", "[0, 0]"]


def test_a_thread_counts_with_its_stack(printed: Callable[[str], str]) -> None:
    """One that is to have a stack as large as the limit is not started."""
    said = printed("""
        import resource
        import threading

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, hard))
        threading.stack_size(4 << 30)
        try:
            threading.Thread(target=print).start()
        except RuntimeError as error:
            print(error)
    """)

    assert said == "can't start new thread\n"
