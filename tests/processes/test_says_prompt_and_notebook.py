"""What the page on prompts says, held to an interpreter that is typed to."""

from __future__ import annotations

import os
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter

DOUBLE = """
def double(price):
    return price * 2

"""
SPAWNED = "from multiprocessing import get_context\ncontext = get_context('spawn')\n"
EXECUTOR = "from concurrent.futures import ProcessPoolExecutor\n"


def typed(interpreter: Interpreter, text: str) -> subprocess.CompletedProcess[str]:
    """What a prompt says to a text."""
    return subprocess.run(
        [interpreter.path, "-q", "-i"],
        input=textwrap.dedent(text),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_prompt_is_main_and_has_no_file(interpreter: Interpreter) -> None:
    """What is typed belongs to a module without a file."""
    run = typed(interpreter, f"{DOUBLE}print(double.__module__, '__file__' in globals())\n")

    assert run.stdout == "__main__ False\n"


def test_the_guard_does_not_help(interpreter: Interpreter) -> None:
    """The guard is passed, and the worker still has no such function."""
    text = f"""{SPAWNED}{EXECUTOR}{DOUBLE}
if __name__ == "__main__":
    with ProcessPoolExecutor(1, context) as pool:
        task = pool.submit(double, 21)

print(type(task.exception()).__name__)
"""
    run = typed(interpreter, text)

    assert run.stdout == "BrokenProcessPool\n"
    assert "has no attribute 'double'" in run.stderr or "Can't get attribute" in run.stderr


def test_a_class_travels_by_its_name(interpreter: Interpreter) -> None:
    """Its object does not reach a worker that has no such class."""
    text = f"""{SPAWNED}{EXECUTOR}
class Price:
    pass

with ProcessPoolExecutor(1, context) as pool:
    task = pool.submit(id, Price())

print(type(task.exception()).__name__)
"""
    assert typed(interpreter, text).stdout == "BrokenProcessPool\n"


def test_threads_see_what_was_typed(interpreter: Interpreter) -> None:
    """The function, and what it names."""
    text = """from concurrent.futures import ThreadPoolExecutor
factor = 2

def change(price):
    return price * factor

with ThreadPoolExecutor(1) as pool:
    print(pool.submit(change, 21).result())

"""
    assert typed(interpreter, text).stdout == "42\n"


def test_a_pool_starts_another_worker_for_one_that_dies(interpreter: Interpreter) -> None:
    """The result never comes, and the worker is another one each time."""
    text = f"""{SPAWNED}{DOUBLE}import os, time
seen = set()
pool = context.Pool(1)
lost = pool.apply_async(double, [21])
end = time.monotonic() + 60
while len(seen) < 2 and time.monotonic() < end:
    seen |= {{one.pid for one in pool._pool}}
    time.sleep(0.01)

print(len(seen) > 1, lost.ready())
pool.terminate()
"""
    assert typed(interpreter, text).stdout == "True False\n"


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_with_c_there_is_not_even_a_name(interpreter: Interpreter, method: str) -> None:
    """The child starts, and does not find the function."""
    if method not in interpreter.start_methods:
        pytest.skip("no fork server here")
    text = f"""
from multiprocessing import get_context
def work():
    print("done")
child = get_context("{method}").Process(target=work)
child.start()
child.join()
print(child.exitcode)
"""
    run = subprocess.run(
        [interpreter.path, "-c", text], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.stdout == "1\n"
    assert "AttributeError: " in run.stderr


def test_a_child_does_not_print_into_the_window(printed: Callable[[str], str]) -> None:
    """With another stdout in the parent, as an IDE has, the child's line goes to the real one."""
    said = printed("""
        import io
        import sys
        from multiprocessing import get_context

        if __name__ == "__main__":
            sys.stdout = window = io.StringIO()
            context = get_context("spawn")
            child = context.Process(target=print, args=("bob",), kwargs={"flush": True})
            child.start()
            child.join()
            print("parent")
            sys.stdout = sys.__stdout__
            print(child.exitcode, repr(window.getvalue()))
    """)

    assert said == "bob\n0 'parent\\n'\n"


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_what_was_not_flushed_is_lost_with_a_worker(
    interpreter: Interpreter, method: str, tmp_path: Path
) -> None:
    """Into a pipe a print is kept back; of what is terminated only the flushed one came."""
    (tmp_path / "two_prints.py").write_text(
        textwrap.dedent(f"""\
            from multiprocessing import get_context

            def work(here):
                print("flushed", flush=True)
                print("kept back")
                here.send(True)
                here.recv()

            if __name__ == "__main__":
                context = get_context({method!r})
                ours, theirs = context.Pipe()
                worker = context.Process(target=work, args=(theirs,))
                worker.start()
                assert ours.poll(60)
                worker.terminate()
                worker.join()
        """)
    )
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    said = subprocess.run(
        [interpreter.path, tmp_path / "two_prints.py"],
        env=buffered,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert said.stdout == "flushed\n"
