"""What the page on one pool for all requests says."""

from collections.abc import Callable

POOLS = """
import threading
from concurrent.futures import ThreadPoolExecutor

LIMIT = 60


def busy(pool, count):
    \"\"\"Have so many threads of a pool at work at once; they are idle afterwards.\"\"\"
    meet = threading.Barrier(count)
    for task in [pool.submit(meet.wait, LIMIT) for _ in range(count)]:
        task.result()


def threads():
    return set(threading.enumerate()) - {threading.main_thread()}
"""


def test_pools_multiply_and_their_threads_stay(printed: Callable[[str], str]) -> None:
    """Those of a pool that is kept; a task more takes an idle one."""
    said = printed(
        POOLS
        + """
kept = []
for _ in range(3):
    kept.append(ThreadPoolExecutor(5))
    busy(kept[-1], 5)
    print(len(threads()))
kept[0].submit(int).result()
print(len(threads()))
for pool in kept:
    pool.shutdown()
print(len(threads()))
"""
    )

    assert said.split() == ["5", "10", "15", "15", "0"]


def test_an_idle_thread_is_taken_first(printed: Callable[[str], str]) -> None:
    """So one task after another takes one thread, once it has said that it is idle."""
    said = printed(
        POOLS
        + """
pool = ThreadPoolExecutor(5)
for _ in range(8):
    pool.submit(int).result()
    pool._idle_semaphore.acquire(timeout=LIMIT)
    pool._idle_semaphore.release()
print(len(threads()))
"""
    )

    assert said == "1\n"


def test_threads_end_with_the_last_reference(printed: Callable[[str], str]) -> None:
    """To their pool, without a shutdown."""
    said = printed(
        POOLS
        + """
pool = ThreadPoolExecutor(5)
busy(pool, 5)
left = threads()
del pool
for thread in left:
    thread.join(LIMIT)
print(len(left), len(threads()))
"""
    )

    assert said == "5 0\n"


def test_any_thread_may_submit(printed: Callable[[str], str]) -> None:
    """Eight at once, and each gets its own results."""
    said = printed(
        POOLS
        + """
with ThreadPoolExecutor(4) as pool, ThreadPoolExecutor(8) as clients:
    meet = threading.Barrier(8)

    def handle(number):
        meet.wait(LIMIT)
        parts = [pool.submit(divmod, number, k) for k in range(1, 200)]
        return [part.result() for part in parts] == [divmod(number, k) for k in range(1, 200)]

    print(all(clients.map(handle, range(8))), len(pool._threads))
print(len(threads()))
"""
    )

    assert said == "True 4\n0\n"


def test_an_idle_thread_waits_without_a_limit(printed: Callable[[str], str]) -> None:
    """It asks its queue for the next task, and names no timeout."""
    said = printed("""
        import inspect
        from concurrent.futures import thread

        text = inspect.getsource(thread._worker)
        print("work_queue.get(block=True)" in text, "timeout" in text)
    """)

    assert said == "True False\n"
