"""What the page on the begin and end of a worker says, held to runs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it forks, and sends signals")


def test_where_atexit_runs_in_a_child(printed: Callable[[str], str]) -> None:
    """The table of the page: by start method and version, and not after a signal."""
    said = printed("""
        import atexit
        import os
        import signal
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import Pipe, get_context

        def bye():
            os.write(1, b"ran ")

        def of_the_parent():
            os.write(1, b"parent's\\n")

        def register():
            atexit.register(bye)

        def stay(line, leave):
            register()
            if leave:
                signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
            line.send("here")
            while not line.poll(0.05):
                pass  # a signal that comes right before a wait is heard after it

        def ended(context, leave, how):
            ours, theirs = Pipe()
            child = context.Process(target=stay, args=(theirs, leave))
            child.start()
            ours.recv()
            getattr(child, how)()
            child.join(60)

        def say(text):
            os.write(1, f"{text}\\n".encode())

        if __name__ == "__main__":
            atexit.register(of_the_parent)
            for method in "fork", "spawn", "forkserver":
                context = get_context(method)
                child = context.Process(target=register)
                child.start()
                child.join(60)
                with context.Pool(1, register) as pool:
                    pool.map(abs, [1])
                    pool.close()
                    pool.join()
                with ProcessPoolExecutor(1, context, register) as pool:
                    pool.submit(abs, 1).result(60)
                say(method)
                ended(context, False, "terminate")
                ended(context, False, "kill")
                say("by a signal")
                ended(context, True, "terminate")
                say("by a handler")
            say(sys.version_info >= (3, 13))
    """)
    lines = said.split("\n")[:-1]
    new = lines[-2] == "True"
    runs = {"fork": new, "spawn": True, "forkserver": new}

    expected = []
    for method, does in runs.items():
        one = "ran " if does else ""
        expected += [one * 3 + method, "by a signal", one + "by a handler"]
    assert lines == [*expected, str(new), "parent's"]


def test_a_finally_runs_at_the_end_of_a_process(printed: Callable[[str], str]) -> None:
    """At its normal end, after an exception, and after sys.exit."""
    said = printed("""
        import os
        import sys
        from multiprocessing import get_context

        def work(how):
            try:
                if how == "raise":
                    sys.stderr = open(os.devnull, "w")
                    raise ValueError
                if how == "exit":
                    sys.exit(3)
            finally:
                os.write(1, f"{how} ".encode())

        if __name__ == "__main__":
            codes = []
            for method in "fork", "spawn", "forkserver":
                for how in "return", "raise", "exit":
                    child = get_context(method).Process(target=work, args=(how,))
                    child.start()
                    child.join(60)
                    codes.append(child.exitcode)
            print(codes)
    """)

    assert said == "return raise exit " * 3 + "[0, 1, 3, 0, 1, 3, 0, 1, 3]\n"


def test_what_sys_exit_does_in_a_task(printed: Callable[[str], str]) -> None:
    """Both old pools lose the task; both executors hand it over, and a thread ends in silence."""
    said = printed("""
        import os
        import sys
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
        from multiprocessing import TimeoutError, get_context
        from multiprocessing.pool import ThreadPool
        from threading import Thread

        class Other(BaseException):
            pass

        def leave(status):
            if status is None:
                raise Other
            sys.exit(status)

        def wrapped(status):
            try:
                leave(status)
            except SystemExit as error:
                raise RuntimeError(f"exit {error.code}") from error

        def crash(status):
            os._exit(status)

        def asked(get):
            try:
                return get()
            except BaseException as error:
                return f"{type(error).__name__} {error}"

        if __name__ == "__main__":
            spawn = get_context("spawn")
            with spawn.Pool(1) as pool:
                print(">", asked(lambda: pool.apply_async(abs, [-2]).get(60)), flush=True)
                lost = [pool.map_async(leave, [1]), pool.apply_async(leave, [None])]
                print(">", asked(lambda: pool.apply_async(abs, [-3]).get(60)), flush=True)
                print(">", *[asked(lambda: each.get(0.1)).strip() for each in lost], flush=True)
                print(">", asked(lambda: pool.apply_async(wrapped, [4]).get(60)), flush=True)
            with ThreadPool(1) as pool:
                lost = pool.apply_async(leave, [1])
                print(">", asked(lambda: lost.get(0.5)).strip(), flush=True)
            for executor in ProcessPoolExecutor(1, spawn), ThreadPoolExecutor(1):
                with executor:
                    print(">", asked(executor.submit(leave, 3).result), flush=True)
                    print(">", asked(executor.submit(abs, -1).result), flush=True)
            with ProcessPoolExecutor(1, spawn) as executor:
                print(">", asked(executor.submit(crash, 3).result).split()[0], flush=True)
            thread = Thread(target=leave, args=(3,))
            thread.start()
            thread.join()
            child = spawn.Process(target=leave, args=(3,))
            child.start()
            child.join(60)
            print(">", child.exitcode, flush=True)
            with ThreadPoolExecutor(1) as executor:
                executor.submit(leave, 0).result()
    """)

    assert [line[2:] for line in said.splitlines() if line.startswith("> ")] == [
        "2", "3", "TimeoutError TimeoutError", "RuntimeError exit 4",
        "TimeoutError",
        "SystemExit 3", "1", "SystemExit 3", "1",
        "BrokenProcessPool", "3",
    ]  # fmt: skip


def test_an_initializer_that_keeps_its_error_for_the_task(printed: Callable[[str], str]) -> None:
    """The task raises it in either pool; a missing argument ends worker after worker."""
    said = printed("""
        import os
        import sys
        import time
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        failed = None

        def open_database(path):
            raise OSError(f"no {path}")

        def set_up(path):
            global failed
            try:
                open_database(path)
            except Exception as error:
                failed = error

        def task(n):
            if failed:
                raise failed
            return n

        if __name__ == "__main__":
            spawn = get_context("spawn")
            with spawn.Pool(1, set_up, ["table.db"]) as pool:
                try:
                    pool.map(task, [1])
                except OSError as error:
                    print(">", error, flush=True)
            with ProcessPoolExecutor(1, spawn, set_up, ["table.db"]) as pool:
                print(">", pool.submit(task, 1).exception(60), flush=True)
            pool = spawn.Pool(1, set_up, maxtasksperchild=1)  # an argument is missing
            seen, end = set(), time.monotonic() + 60
            while len(seen) < 3 and time.monotonic() < end:
                seen |= {worker.pid for worker in pool._pool}
                time.sleep(0.01)
            print(">", len(seen) >= 3, flush=True)
            for worker in pool._pool:
                worker.kill()
            os._exit(0)
    """)

    lines = [line[2:] for line in said.splitlines() if line.startswith("> ")]
    assert lines == ["no table.db", "no table.db", "True"]


def test_an_executor_of_threads_breaks_too(printed: Callable[[str], str]) -> None:
    """Each future has BrokenThreadPool; the cause is logged below the words of the page."""
    said = printed("""
        from concurrent.futures import ThreadPoolExecutor

        def set_up():
            raise ValueError("no table")

        with ThreadPoolExecutor(1, initializer=set_up) as pool:
            print(">", type(pool.submit(abs, -1).exception(60)).__name__, flush=True)
    """)

    assert "> BrokenThreadPool" in said.splitlines()
    assert "Exception in initializer:" in said.splitlines()
    assert said.splitlines().index("Exception in initializer:") < said.splitlines().index(
        "ValueError: no table"
    )


def test_sys_exit_in_a_task_of_asyncio_ends_the_program(interpreter: Interpreter) -> None:
    """Though the main coroutine waits for something else."""
    program = """
import asyncio, sys

async def leave():
    sys.exit(3)

async def main():
    task = asyncio.create_task(leave())
    await asyncio.sleep(60)

asyncio.run(main())
"""
    done = subprocess.run([str(interpreter.path), "-c", program], timeout=60, check=False)

    assert done.returncode == 3
