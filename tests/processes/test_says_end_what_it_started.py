"""What the page on a worker's own children says."""

from collections.abc import Callable

import pytest
from packaging.version import Version

from recorder.pythons.interpreters import Interpreter
from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such groups")

#: A worker that starts something and waits for it.  What it starts says so, and once the
#: worker is gone, which holds the other end of its input, that it is still there.
SHOP = """
import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pipe, get_context
from subprocess import PIPE, Popen

CHILD = "echo at work; read order; echo goes on"


HANDLER


def go_with_the_default():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def answer(out, orders, more):
    more.close()
    os.write(out.fileno(), b"at work\\n")
    try:
        while not orders.poll(0.05):
            pass
        orders.recv()
    except EOFError:
        os.write(out.fileno(), b"goes on\\n")


def begin(out, first):
    global line
    line = out
    first()


def work(kind):
    if kind == "subprocess":
        child = Popen(["sh", "-c", CHILD], stdin=PIPE, stdout=line)
        while child.poll() is None:
            time.sleep(0.05)  # a signal that comes right before a wait is heard after it
    else:
        orders, more = Pipe(duplex=False)
        method = get_context("METHOD")
        child = method.Process(target=answer, args=(line, orders, more))
        child.start()
        orders.close()
        while child.is_alive():
            child.join(0.05)


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

#: What the page types: the handler by which all end, and the one that lets a worker clean up.
ENDS, CLEANS = typed("processes/end-what-it-started")
METHODS = ["fork", "spawn", "forkserver"]


def told(printed: Callable[[str], str], method: str, stop: str, first: str, kind: str) -> list[str]:
    """What such a worker and its parent say."""
    handler = ENDS + CLEANS if first == "clean_up" else ENDS
    call = f"{stop!r}, {first.replace('clean_up', 'lead_a_group')}, {kind!r}"
    text = SHOP.replace("HANDLER", handler).replace("METHOD", method).replace("STOP", call)
    return printed(text).splitlines()


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
@pytest.mark.parametrize(("handler", "forked"), [(ENDS, -15), (ENDS + CLEANS, 143)])
def test_a_worker_may_end_a_child_of_its_own(
    printed: Callable[[str], str], method: str, handler: str, forked: int
) -> None:
    """The child that inherits the handler by a fork ends itself, and not the group."""
    said = printed(f"""
import sys
import time
from multiprocessing import Pipe, get_context

{handler}

def answer(out):
    out.send("at work")
    while True:
        time.sleep(0.05)  # a signal that comes right before it is heard after it


def serve(out):
    lead_a_group()
    ours, theirs = Pipe(duplex=False)
    child = get_context("{method}").Process(target=answer, args=(theirs,))
    child.start()
    ours.recv()
    child.terminate()
    child.join()
    out.send(child.exitcode)


if __name__ == "__main__":
    ours, theirs = Pipe(duplex=False)
    worker = get_context("{method}").Process(target=serve, args=(theirs,))
    worker.start()
    theirs.close()
    print(ours.recv())
    worker.join()
    print(worker.exitcode)
""")

    assert said == f"{forked if method == 'fork' else -15}\n0\n"


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
