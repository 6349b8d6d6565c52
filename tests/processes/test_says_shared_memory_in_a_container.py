"""What the page "Give shared memory room in a container" says and no program of it shows."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pipe, get_context, synchronize
from multiprocessing.connection import Connection

import pytest

SPAWN = get_context("spawn")


class NoSemLock:
    """The semaphore of a system that has none, as AWS Lambda."""

    SEM_VALUE_MAX = 1

    def __init__(self, *_: object) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


@pytest.fixture(autouse=True)
def no_semaphores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vars(synchronize)["_multiprocessing"], "SemLock", NoSemLock)


@pytest.mark.parametrize(
    "make",
    [SPAWN.Lock, SPAWN.Queue, SPAWN.Pool, lambda: ProcessPoolExecutor(1, SPAWN)],
    ids=["Lock", "Queue", "Pool", "ProcessPoolExecutor"],
)
def test_what_needs_a_semaphore(make: Callable[[], object]) -> None:
    """Each of them raises as it is made."""
    with pytest.raises(OSError, match="Function not implemented"):
        make()


def answer(end: Connection) -> None:
    """Send one number."""
    with end:
        end.send(7)


def test_what_needs_no_semaphore() -> None:
    """A pool of threads works, and so does a process with a pipe."""
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(abs, (-1, -2), timeout=60)) == [1, 2]

    ours, theirs = Pipe(duplex=False)
    child = SPAWN.Process(target=answer, args=(theirs,))
    child.start()
    theirs.close()
    with ours:
        assert ours.poll(60)
        assert ours.recv() == 7
    child.join(60)
    assert child.exitcode == 0


def test_a_build_without_semaphores_says_so(printed: Callable[[str], str]) -> None:
    """Its `_multiprocessing` has no `SemLock`; the executor words it otherwise."""
    said = printed("""
        import sys
        from types import ModuleType

        sys.modules["_multiprocessing"] = ModuleType("_multiprocessing")

        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Lock, Pool, Queue

        for make in (Lock, Queue, Pool, ProcessPoolExecutor):
            try:
                make()
            except (ImportError, NotImplementedError) as error:
                print(type(error).__name__, str(error)[:48])
    """)

    lacks = "ImportError This platform lacks a functioning sem_open imple\n"
    assert said == 3 * lacks + (
        "NotImplementedError This Python build lacks multiprocessing.synchron\n"
    )
