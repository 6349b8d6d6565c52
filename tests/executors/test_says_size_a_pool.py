import os
import pickle
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pipe, get_context
from threading import Barrier, Thread, current_thread

import pytest

from snippets.executors.size_by_work import size
from tests.jobs.places import interpreter_for

#: Tells how many workers a pool of four has after one task, and after three.
STARTED = """
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context

if __name__ == "__main__":
    with ProcessPoolExecutor(4, get_context("{method}")) as pool:
        for turn in range(3):
            wait([pool.submit(abs, -1)], timeout=60)
            if "{method}" != "fork":
                assert pool._idle_worker_semaphore.acquire(timeout=60)
                pool._idle_worker_semaphore.release()
            print(len(active_children()))
"""
#: Tells how many threads a pool of three has for three tasks that wait, where the first thread
#: counts itself as idle after somebody has submitted, and the second looks after that.
FEWER = """
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Semaphore, current_thread

LIMIT = 60
idle, go, taken, second_looked, end = (Event() for _ in range(5))


class Slow(SimpleQueue):
    def get_nowait(self):
        if current_thread().name.endswith("_1"):
            taken.wait(LIMIT)
        return super().get_nowait()


class Late(Semaphore):
    def release(self, n=1):
        if current_thread().name.endswith("_0") and not idle.is_set():
            idle.set()
            go.wait(LIMIT)
        super().release(n)
        if current_thread().name.endswith("_1"):
            second_looked.set()


def stage():
    taken.set()
    if current_thread().name.endswith("_1"):
        second_looked.set()
    end.wait(LIMIT)


with ThreadPoolExecutor(3) as pool:
    pool._work_queue, pool._idle_semaphore = Slow(), Late(0)
    pool.submit(int)
    idle.wait(LIMIT)
    pool.submit(stage)
    go.set()
    taken.wait(LIMIT)
    second_looked.wait(LIMIT)
    pool.submit(stage), pool.submit(stage)
    print(len(pool._threads))
    end.set()
"""
#: The same for tasks that wait while the last one ends at once.
WAITERS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Event

end = Event()
with ThreadPoolExecutor(3) as pool:
    tasks = [pool.submit(end.wait, 60), pool.submit(end.wait, 60), pool.submit(int)]
    tasks[-1].result(60)
    print(len(pool._threads))
    end.set()
"""
COUNT = "process_cpu_count" if hasattr(os, "process_cpu_count") else "cpu_count"


#: Tells how many workers each executor takes, where the two counts of CPUs differ.
COUNTED = """
import asyncio
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

SAYS = "from concurrent.futures import ThreadPoolExecutor; print(ThreadPoolExecutor()._max_workers)"

async def default():
    await asyncio.to_thread(int)
    return asyncio.get_running_loop()._default_executor._max_workers

if __name__ == "__main__":
    heard = {**os.environ, "PYTHON_CPU_COUNT": "9"}
    run = subprocess.run(
        [sys.executable, "-c", SAYS], env=heard, capture_output=True, text=True, timeout=60
    )
    cpus = os.cpu_count()
    unheard = f"{min(32, cpus + 4)}\\n"
    os.cpu_count = lambda: 7
    os.process_cpu_count = lambda: 2
    print(ThreadPoolExecutor()._max_workers, asyncio.run(default()))
    print(ProcessPoolExecutor()._max_workers)
    print(run.stdout == ("13\\n" if sys.version_info >= (3, 13) else unheard))
    print(sys.version_info >= (3, 13))
"""


def worker(_: int) -> int:
    """The process that a task runs in."""
    return os.getpid()


@pytest.mark.parametrize(("cpus", "threads"), [(1, 5), (4, 8), (28, 32), (100, 32), (None, 5)])
def test_the_default_of_threads(
    monkeypatch: pytest.MonkeyPatch, cpus: int | None, threads: int
) -> None:
    """Four more than the CPUs, and at most 32: so many calls meet, and no more threads start."""
    monkeypatch.setattr(os, COUNT, lambda: cpus)
    everyone = Barrier(threads)
    used: set[Thread] = set()

    def meet(_: int) -> None:
        everyone.wait(60)
        used.add(current_thread())

    with ThreadPoolExecutor() as pool:
        list(pool.map(meet, range(2 * threads), timeout=60))

    assert len(used) == threads


@pytest.mark.parametrize(("cpus", "workers"), [(1, 1), (7, 7), (48, 48), (None, 1)])
def test_the_default_of_processes(
    monkeypatch: pytest.MonkeyPatch, cpus: int | None, workers: int
) -> None:
    """As many as there are CPUs."""
    monkeypatch.setattr(os, COUNT, lambda: cpus)
    with ProcessPoolExecutor() as pool:
        assert vars(pool)["_max_workers"] == workers


def test_a_free_thread_is_used_before_a_new_one_starts() -> None:
    """Tasks that come when the last one's thread is free again all run in that one."""
    used: list[Thread] = []
    with ThreadPoolExecutor(4) as pool:
        assert not pool._threads
        for _ in range(5):
            pool.submit(lambda: used.append(current_thread())).result(timeout=60)
            assert pool._idle_semaphore.acquire(timeout=60)
            pool._idle_semaphore.release()

    assert len(set(used)) == 1


def said(tag: str, code: str) -> str:
    """What a Python prints."""
    words = [interpreter_for([tag], 0).path, "-c", code]
    return subprocess.run(words, capture_output=True, text=True, timeout=120).stdout.strip()


@pytest.mark.parametrize("tag", ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15"])
def test_a_pool_can_start_a_thread_too_few(tag: str) -> None:
    """Two threads for three tasks, that all wait; 3.11 counts what has ended, and starts three."""
    assert said(tag, FEWER) == ("3" if tag == "3.11" else "2")


@pytest.mark.parametrize("tag", ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15"])
def test_tasks_that_wait_first_have_a_thread_each(tag: str) -> None:
    """Nothing ends before all are submitted, so nobody is counted as idle."""
    assert said(tag, WAITERS) == "3"


def test_threads_of_ones_own_all_begin() -> None:
    """They meet, though one has ended before the others are started."""
    met = Barrier(8)
    first = Thread(target=int)
    first.start()
    first.join(60)
    threads = [Thread(target=met.wait, args=(60,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert not met.broken and not met.n_waiting


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no fork")
@pytest.mark.parametrize(("method", "workers"), [("fork", "4"), ("spawn", "1")])
def test_fork_starts_all_workers_at_the_first_task(
    printed: Callable[[str], str], method: str, workers: str
) -> None:
    """The other ways start one, and use it again while it is free."""
    assert printed(STARTED.replace("{method}", method)).split() == [workers] * 3


@pytest.mark.parametrize(("limit", "tasks", "workers"), [(8, 4, 4), (2, 9, 2), (8, 0, 1)])
def test_no_pool_is_larger_than_its_work(limit: int, tasks: int, workers: int) -> None:
    """And none is empty."""
    assert size(limit, tasks) == workers


@pytest.mark.parametrize("workers", [1, 3])
def test_when_all_workers_wait_the_inner_tasks_never_begin(workers: int) -> None:
    """Each task can cancel its inner one, which had not begun; one worker more, and they begin."""
    met = Barrier(workers)

    def outer(pool: ThreadPoolExecutor, spare: int) -> bool:
        met.wait(60)
        inner = pool.submit(abs, -2)
        if spare:
            return inner.result(timeout=60) == 2
        cancelled = inner.cancel()
        met.wait(60)
        return cancelled

    for spare in (0, 1):
        with ThreadPoolExecutor(workers + spare) as pool:
            tasks = [pool.submit(outer, pool, spare) for _ in range(workers)]
            assert all(task.result(timeout=60) for task in tasks)


def test_a_pool_of_processes_does_not_travel() -> None:
    """Its tasks cannot be handed the pool they run in."""
    with ProcessPoolExecutor(1) as pool, pytest.raises(TypeError, match="pickle"):
        pickle.dumps(pool)


@pytest.mark.parametrize(("chunksize", "workers"), [(1, 8), (4, 2), (None, 4)])
def test_a_worker_of_pool_is_replaced_after_chunks(chunksize: int | None, workers: int) -> None:
    """With `maxtasksperchild=1` eight items meet as many workers as there are chunks."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        used = pool.map_async(worker, range(8), chunksize=chunksize).get(60)

    assert len(set(used)) == workers


def test_workers_that_are_replaced_are_spawned_unasked() -> None:
    """Whatever the default of the system is."""
    with ProcessPoolExecutor(1, max_tasks_per_child=2) as pool:
        assert pool._mp_context.get_start_method() == "spawn"  # type: ignore[attr-defined]


def test_more_may_wait_than_run() -> None:
    """A hundred tasks are taken at once by a pool of two, of threads and of processes."""
    gate, key = Pipe(duplex=False)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, get_context("spawn")) as others:
        waiting = [pool.submit(gate.poll, 60) for pool in (threads, others) for _ in range(100)]
        assert not any(task.done() for task in waiting)
        assert len(threads._threads) == len(others._processes) == 2
        assert sum(task.running() for task in waiting[:100]) <= 2
        key.send("open")

    assert all(task.result(60) for task in waiting)


def test_a_worker_that_is_replaced_imports_all_anew(printed: Callable[[str], str]) -> None:
    """A file that tells of its import tells it for the parent and for each of four workers."""
    said = printed("""
        from multiprocessing import get_context

        with open("imports", "a") as file:
            file.write("x")

        def look(number):
            with open("imports") as file:
                return len(file.read())

        if __name__ == "__main__":
            with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
                print(pool.map_async(look, range(4), chunksize=1).get(60))
    """)

    assert said == "[2, 3, 4, 5]\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no nice")
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_the_workers_stand_back_behind_others(printed: Callable[[str], str], method: str) -> None:
    """`os.nice` in the initializer counts for the workers, and not for who has the pool."""
    said = printed(f"""
        import os
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if __name__ == "__main__":
            own, context = os.nice(0), get_context({method!r})
            with ProcessPoolExecutor(1, context, initializer=os.nice, initargs=(1,)) as pool:
                print(pool.submit(os.nice, 0).result(60) - own, os.nice(0) - own)
    """)

    assert said in ("1 0\n", "0 0\n")  # as low already as it may be


def test_which_cpus_an_executor_counts(printed: Callable[[str], str]) -> None:
    """Those of the process, and what PYTHON_CPU_COUNT says; on older versions all."""
    said = printed(COUNTED).split("\n")[:-1]

    cpus = 2 if said[-1] == "True" else 7
    assert said[:-1] == [f"{cpus + 4} {cpus + 4}", f"{cpus}", "True"]
