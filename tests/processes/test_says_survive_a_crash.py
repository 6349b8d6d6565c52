"""What the page "Survive a crash" says and no program of it shows."""

import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import run
from shelf import Command, Sample, find

SOURCE = find("processes/crash_contained").shown
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def outcome(program: Callable[..., Sample], interpreter: Interpreter) -> Run:
    """Runs the program with pieces of its text exchanged, and tells how it ended."""

    def run_it(*changes: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        source = SOURCE
        for old, new in changes:
            assert old in source
            source = source.replace(old, new, 1)
        command = [str(interpreter.path), str(program(source).path)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    return run_it


def test_an_error_is_no_crash(outcome: Run) -> None:
    """It is told with type and text, costs no other task, and the status is 1."""
    ended = outcome(
        (' == "huge.png" and workers > 1', ' == "dog.png"'), ("os._exit(70)", "int(image)")
    )

    assert ended.stdout.splitlines() == ["cat.jpg", "None", "huge.jpg", "owl.jpg"]
    assert "failed: {'dog.png': 'ValueError(" in ended.stderr
    assert "literal for int" in ended.stderr
    assert ended.returncode == 1


def test_a_crash_costs_two_more_pools_at_most(outcome: Run) -> None:
    """Two of four tasks crash wherever they run: both are lost, in five pools at most."""
    ended = outcome(
        ('if image == "huge.png" and workers > 1', 'if image in ("dog.png", "huge.png")'),
        (
            "    tasks: list[Future[str]] = []\n",
            "    tasks = []\n    print('a pool of', workers)\n",
        ),
    )
    pools = ended.stdout.count("a pool of")

    assert ended.stdout.splitlines()[pools:] == ["cat.jpg", "None", "None", "owl.jpg"]
    assert 3 <= pools <= 5
    assert ended.returncode == 1


def test_a_broken_pool_takes_nothing_more(printed: Callable[[str], str]) -> None:
    """Whoever submits to it again gets the same error, and what waited has failed, too."""
    said = printed("""
        import os
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                tasks = [pool.submit(os._exit, 70)]
                try:  # the crash may come first
                    tasks += [pool.submit(abs, -1) for _ in range(5)]
                except BrokenProcessPool:
                    pass
                print({type(task.exception(30)).__name__ for task in tasks})
                for _ in range(2):
                    try:
                        pool.submit(abs, -1)
                    except BrokenProcessPool as error:
                        print(type(error).__name__)
    """)

    assert said == "{'BrokenProcessPool'}\n" + "BrokenProcessPool\n" * 2


def test_a_broken_pool_gives_its_reason_to_the_task_alone(printed: Callable[[str], str]) -> None:
    """Whoever submits later, `map` with its second task too, is not told of the exception."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor

        class Lost(Exception):
            def __init__(self, *, item):
                super().__init__(item)

        def lose(item):
            raise Lost(item=item)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                lost = pool.submit(lose, "bread").exception(60)
                print(type(lost).__name__, "Lost" in str(lost.__cause__))
                try:
                    pool.map(lose, ["milk"])
                except Exception as error:
                    print(type(error).__name__, error.__cause__, "Lost" in str(error))
    """)

    assert said == "BrokenProcessPool True\nBrokenProcessPool None False\n"


def test_a_function_under_the_guard_breaks_the_pool(printed: Callable[[str], str]) -> None:
    """A spawned worker does not find it, and the pool tells that a process has ended."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if __name__ == "__main__":
            def work():
                pass

            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                task = pool.submit(work)
            print(type(task.exception()).__name__)
    """)

    assert "AttributeError: " in said
    assert "'work'" in said
    assert said.endswith("BrokenProcessPool\n")


def test_an_old_worker_is_replaced(printed: Callable[[str], str]) -> None:
    """With `max_tasks_per_child=2` four tasks meet two processes, one after the other."""
    said = printed("""
        import os
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        def who():
            return os.getpid()

        if __name__ == "__main__":
            spawn = get_context("spawn")
            with ProcessPoolExecutor(1, spawn, max_tasks_per_child=2) as pool:
                pids = [pool.submit(who).result(30) for _ in range(4)]
            print(pids[0] == pids[1] != pids[2] == pids[3])
    """)

    assert said == "True\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="it kills")
def test_an_idle_worker_of_a_pool_takes_the_lock_along(printed: Callable[[str], str]) -> None:
    """The lock that later tasks need stays taken, and the end of the block wants it, too."""
    said = printed("""
        import os
        import sys
        import time
        from multiprocessing import Pool, TimeoutError
        from threading import Thread

        if __name__ == "__main__":
            pool = Pool(1)
            lock = pool._inqueue._rlock
            while lock.acquire(False):  # until the worker waits for a task
                lock.release()
                time.sleep(0.01)
            (worker,) = pool._pool
            worker.kill()
            worker.join()
            try:
                pool.apply_async(len, ["bread"]).get(timeout=0.5)
            except TimeoutError:
                print("later tasks wait:", not lock.acquire(False), flush=True)
            end = Thread(target=pool.terminate, daemon=True)
            end.start()
            while end.is_alive():
                frame, names = sys._current_frames().get(end.ident), []
                while frame:
                    names.append(frame.f_code.co_name)
                    frame = frame.f_back
                if "_help_stuff_finish" in names:
                    print("the end waits:", not lock.acquire(False), flush=True)
                    for worker in pool._pool:
                        worker.kill()
                    os._exit(0)
    """)

    assert said.startswith("later tasks wait: True\nthe end waits: True\n")


FORGETS = """
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

spawn = get_context("spawn")


class Slow(spawn.Process):
    started = 0

    def start(self):
        super().start()
        Slow.started += 1
        if Slow.started == 2:
            open("second", "w").close()
        until = time.monotonic() + (30 if sys.version_info < (3, 12) else 1)
        while Slow.started == 2 and not queue._closed and time.monotonic() < until:
            time.sleep(0.01)

    def terminate(self):
        super().terminate()
        self.join(10)  # so that it no longer counts as alive


def crash():
    open("begun", "w").close()
    while not os.path.exists("second"):
        time.sleep(0.01)
    os._exit(70)


if __name__ == "__main__":
    spawn.Process = Slow
    with ProcessPoolExecutor(2, spawn) as pool:
        queue = pool._call_queue
        pool.submit(crash)
        while not os.path.exists("begun"):
            time.sleep(0.01)
        pool.submit(abs, -1)
        print("submitted", flush=True)
    print("the block has ended")
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="looks into the waits of threads")
def test_the_oldest_version_forgets_a_worker(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A crash while the second worker is being started: there the block never ends."""
    seen = run(program(FORGETS).path, Command("subject.py"), interpreter.path, limit=60)
    forgets = interpreter.version.startswith("3.11.")

    assert seen.stopped == ("stuck" if forgets else "")
    assert seen.text.endswith("submitted\n" if forgets else "the block has ended\n")


@pytest.mark.skipif("sys.platform == 'win32'", reason="it kills")
def test_the_newest_version_tells_the_exit_code(
    printed: Callable[[str], str], interpreter: Interpreter
) -> None:
    """It stands in the traceback, as the cause, and not in the error's own text."""
    said = printed("""
        import os
        import sys
        import traceback
        from concurrent.futures import ProcessPoolExecutor

        def crash():
            os.kill(os.getpid(), 9)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                task = pool.submit(crash)
            told = "".join(traceback.format_exception(task.exception()))
            print("exit code -9" in told, "-9" in str(task.exception()))
    """)
    newest = tuple(map(int, interpreter.version.split(".")[:2])) >= (3, 15)

    assert said == f"{newest} False\n"
