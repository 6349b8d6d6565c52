"""What the page on a worker's own children says."""

from collections.abc import Callable

import pytest
from packaging.version import Version

from recorder.pythons.interpreters import Interpreter

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such groups")

#: A worker that starts something and waits for it.  What it starts says so, and once the
#: worker is gone, which holds the other end of its input, that it is still there.
SHOP = """
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pipe, get_context
from subprocess import PIPE, Popen

CHILD = "echo at work; read order; echo goes on"


def lead_a_group():
    os.setsid()
    signal.signal(signal.SIGTERM, end_the_group)


def end_the_group(number, frame):
    signal.signal(number, signal.SIG_DFL)
    os.killpg(0, number)  # the children, and the worker itself


def go_with_the_default():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def clean_up():
    os.setsid()
    signal.signal(signal.SIGTERM, end_the_others)


def end_the_others(number, frame):
    signal.signal(number, signal.SIG_IGN)
    os.killpg(0, number)
    sys.exit(128 + number)


def answer(out, orders, more):
    more.close()
    os.write(out.fileno(), b"at work\\n")
    try:
        orders.recv()
    except EOFError:
        os.write(out.fileno(), b"goes on\\n")


def begin(out, first):
    global line
    line = out
    first()


def work(kind):
    if kind == "subprocess":
        Popen(["sh", "-c", CHILD], stdin=PIPE, stdout=line).wait()
    else:
        orders, more = Pipe(duplex=False)
        method = get_context("METHOD")
        child = method.Process(target=answer, args=(line, orders, more))
        child.start()
        orders.close()
        child.join()


def serve(out, first, kind):
    begin(out, first)
    work(kind)


def main(stop, first, kind):
    context = get_context("METHOD")
    ours, out = Pipe(duplex=False)
    if stop in ("Process", "kill"):
        worker = context.Process(target=serve, args=(out, first, kind))
        worker.start()
    elif stop == "Pool":
        pool = context.Pool(1, begin, (out, first))
        pool.apply_async(work, (kind,))
    else:
        pool = ProcessPoolExecutor(1, context, begin, (out, first))
        pool.submit(work, kind)
    out.close()
    with open(ours.fileno(), closefd=False) as said:
        print(said.readline().strip())
        if stop == "Process":
            worker.terminate()
            worker.join()
            print(worker.exitcode)
        elif stop == "kill":
            worker.kill()
            worker.join()
            print(worker.exitcode)
        elif stop == "Pool":
            pool.terminate()
            pool.join()
        else:
            pool.terminate_workers()
        print(said.readline().strip() or "gone")


if __name__ == "__main__":
    main(STOP)
"""

METHODS = ["fork", "spawn", "forkserver"]


def told(printed: Callable[[str], str], method: str, stop: str, first: str, kind: str) -> list[str]:
    """What such a worker and its parent say."""
    call = f"{stop!r}, {first}, {kind!r}"
    return printed(SHOP.replace("METHOD", method).replace("STOP", call)).splitlines()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["subprocess", "Process"])
def test_sigterm_leaves_the_child_of_a_worker(
    printed: Callable[[str], str], method: str, kind: str
) -> None:
    """It goes on, whatever it was started by, when the default ends the worker."""
    said = told(printed, method, "Process", "go_with_the_default", kind)

    assert said == ["at work", "-15", "goes on"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["subprocess", "Process"])
def test_a_worker_that_leads_a_group_takes_it_along(
    printed: Callable[[str], str], method: str, kind: str
) -> None:
    """And its exit code is that of the signal."""
    assert told(printed, method, "Process", "lead_a_group", kind) == ["at work", "-15", "gone"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stop", ["Pool", "executor"])
@pytest.mark.parametrize("first", ["lead_a_group", "go_with_the_default"])
def test_so_does_a_worker_of_a_pool(
    printed: Callable[[str], str], interpreter: Interpreter, method: str, stop: str, first: str
) -> None:
    """With the function as its initializer; without it the child goes on."""
    if stop == "executor" and Version(interpreter.version) < Version("3.14"):
        pytest.skip("terminate_workers came with 3.14")
    said = told(printed, method, stop, first, "subprocess")

    assert said == ["at work", "gone" if first == "lead_a_group" else "goes on"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["subprocess", "Process"])
def test_it_can_clean_up_after_its_children(
    printed: Callable[[str], str], method: str, kind: str
) -> None:
    """A worker that passes the signal on, and ignores it itself, ends by `sys.exit`."""
    assert told(printed, method, "Process", "clean_up", kind) == ["at work", "143", "gone"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["subprocess", "Process"])
def test_a_worker_that_is_killed_passes_nothing_on(
    printed: Callable[[str], str], method: str, kind: str
) -> None:
    """What it has started hears of it by the end of its input."""
    assert told(printed, method, "kill", "lead_a_group", kind) == ["at work", "-9", "goes on"]


@pytest.mark.parametrize("method", METHODS)
def test_in_an_executor_the_exit_is_the_error_of_the_task(
    printed: Callable[[str], str], method: str
) -> None:
    """And the same worker takes the next one."""
    said = printed(f"""
        import os
        import signal
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        def begin():
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

        def end_me():
            os.kill(os.getpid(), signal.SIGTERM)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1, get_context("{method}"), begin) as pool:
                worker = pool.submit(os.getpid).result()
                error = pool.submit(end_me).exception()
                print(repr(error), pool.submit(os.getpid).result() == worker)
    """)

    assert said == "SystemExit(143) True\n"
