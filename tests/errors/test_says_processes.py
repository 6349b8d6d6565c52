"""What the page "Errors from processes" says and no program of it shows."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection
from multiprocessing.pool import Pool
from pathlib import Path
from types import SimpleNamespace

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import Sample, find

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it forks, and kills")


def test_a_forked_child_has_the_semaphore_of_a_lost_lock(printed: Callable[[str], str]) -> None:
    """The program that fails with `FileNotFoundError` works where its children are forked."""
    source = find("processes/keep_the_lock_broken").shown.replace('"spawn"', '"fork"')

    assert printed(source).endswith("exit codes: [0, 0]\n")


@pytest.mark.parametrize(("method", "warned"), [("spawn", True), ("fork", False)])
def test_who_tells_of_leaked_semaphores(
    program: Callable[..., Sample], interpreter: Interpreter, method: str, warned: bool
) -> None:
    """A killed process that had locks and queues leaves them to the tracker, if it did not fork."""
    path = program(f"""
import os
from multiprocessing import get_context

context = get_context("{method}")
kept = context.Lock(), context.Queue(), context.Event()
os.kill(os.getpid(), 9)
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=60
    )

    assert bool(re.search(r"leaked semaphore objects", run.stderr)) == warned


def test_a_fork_server_without_the_guard(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """Who waits for the child's first word gets the error of a pipe that has ended."""
    path = program("""
from multiprocessing import Pipe, get_context

ours, theirs = Pipe()
child = get_context("forkserver").Process(target=print, args=("at work", theirs))
child.start()
theirs.close()
ours.recv()
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=60
    )

    assert run.returncode == 1
    assert "bootstrapping phase" in run.stderr
    assert re.search(r"(?m)^(EOFError|ConnectionResetError)", run.stderr)


def test_older_versions_wait_for_few_handles_on_windows() -> None:
    """What waits for the workers on Windows takes batches since 3.13, and Pool sets no bound."""
    source = Path(connection.__file__).read_text(encoding="utf-8")

    assert ("BatchedWaitForMultipleObjects" in source) is (sys.version_info >= (3, 13))
    assert "win32" not in inspect.getsource(Pool.__init__)
    # beside its workers a pool waits for two more; 63 handles are the most
    pool = SimpleNamespace(
        _outqueue=SimpleNamespace(_reader="results"),
        _change_notifier=SimpleNamespace(_reader="changes"),
    )
    assert len(Pool._get_sentinels(pool)) == 2  # type: ignore[attr-defined]


def test_what_a_daemon_may_start(printed: Callable[[str], str]) -> None:
    """No process, by whatever means of multiprocessing; threads and other programs it may."""
    said = printed("""
        import subprocess
        import sys
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
        from multiprocessing import get_context

        spawn = get_context("spawn")

        def told(way):
            try:
                if way == "process":
                    spawn.Process(target=print).start()
                elif way == "executor":
                    with ProcessPoolExecutor(1, spawn) as pool:
                        pool.submit(abs, -1).result(60)
                elif way == "thread":
                    with ThreadPoolExecutor(1) as pool:
                        pool.submit(abs, -1).result(60)
                else:
                    subprocess.run([sys.executable, "-c", ""], check=True)
            except AssertionError as error:
                return str(error)
            return "done"

        def tell(sending, way):
            sending.send(told(way))

        if __name__ == "__main__":
            for way in ("process", "executor", "thread", "program"):
                with spawn.Pool(1) as pool:
                    print(way, pool.apply(told, (way,)))
                here, there = spawn.Pipe(duplex=False)
                child = spawn.Process(target=tell, args=(there, way), daemon=True)
                child.start()
                print(way, here.recv())
                child.join(60)
            with ProcessPoolExecutor(1, spawn) as pool:
                print(pool.submit(told, "executor").result(60))
    """)

    refused = "daemonic processes are not allowed to have children"
    told = [(way, refused) for way in ("process", "process", "executor", "executor")]
    told += [(way, "done") for way in ("thread", "thread", "program", "program")]
    assert said.splitlines() == [*(f"{way} {end}" for way, end in told), "done"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_what_a_manager_that_is_gone_leaves(
    program: Callable[..., Sample], interpreter: Interpreter, method: str
) -> None:
    """Which error comes where the manager was killed, was not kept, or ended before its users."""
    path = program(f"""
import gc
import os
import threading
import time
from multiprocessing import get_context

def told(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:
        return type(error).__name__, type(error.__context__).__name__
    return "fine", ""

def use(shared, go, back):
    go.recv()
    back.send(told(shared.get, "tea"))

def late(shared, socket):
    limit = time.monotonic() + 30
    while os.path.exists(socket) and time.monotonic() < limit:
        time.sleep(0.01)
    shared["tea"] = 3

if __name__ == "__main__":
    context = get_context("{method}")
    manager = context.Manager()
    shared, both = manager.dict(tea=2), manager.Barrier(2)
    here, there = context.Pipe()
    child = context.Process(target=use, args=(shared, there, there))
    child.start()
    ends = []
    waiting = threading.Thread(target=lambda: ends.append(told(both.wait)))
    waiting.start()
    while waiting.is_alive() and not both.n_waiting:
        time.sleep(0.01)
    shared["tea"] = 4
    os.kill(manager._process.pid, 9)
    manager._process.join()
    waiting.join(60)
    here.send(1)
    print("in a call", ends[0][0])
    print("had a connection", told(shared.get, "tea")[0])
    print("has none", *here.recv())
    child.join()

    lost = context.Manager().dict()
    print("kept by its dict", told(lost.get, "tea")[0])
    child = context.Process(target=late, args=(lost, lost._token.address))
    child.start()
    del lost
    gc.collect()
    child.join()
    print("not kept", child.exitcode)

    manager = context.Manager()
    context.Process(target=late, args=(manager.dict(), manager.address)).start()
    print("main ends", flush=True)
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)], capture_output=True, text=True, timeout=120
    )

    in_call, *others = run.stdout.splitlines()
    assert in_call in ("in a call EOFError", "in a call ConnectionResetError")
    assert others == [
        "had a connection BrokenPipeError",
        "has none ConnectionRefusedError AttributeError",
        "kept by its dict fine",
        "not kept 1",
        "main ends",
    ]
    assert run.returncode == 0
    assert run.stderr.count("'ForkAwareLocal' object has no attribute 'connection'") == 2
    assert run.stderr.count("FileNotFoundError: [Errno 2] No such file or directory") == 2


def test_a_forked_process_takes_a_method_with_a_lock(printed: Callable[[str], str]) -> None:
    """A pool pickles its tasks even so, and says it where the result is asked for alone."""
    said = printed("""
        import threading
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        class Shop:
            def __init__(self):
                self.lock = threading.Lock()

            def sell(self, page=None):
                return page

        fork = get_context("fork")
        child = fork.Process(target=Shop().sell)
        child.start()
        child.join()
        print(child.exitcode)
        with fork.Pool(1) as pool:
            for task in (Shop().sell, fork.Queue().get):
                kept = pool.apply_async(task)
                kept.wait(60)
                print("nothing yet")
                try:
                    kept.get(60)
                except Exception as error:
                    print(type(error).__name__, error)
        with ProcessPoolExecutor(1, fork) as pool:
            kept = pool.submit(Shop().sell)
        print("nothing yet")
        print(type(kept.exception(60)).__name__)
    """)

    assert re.fullmatch(
        r"0\nnothing yet\nTypeError cannot pickle '_thread.lock' object\n"
        r"nothing yet\nRuntimeError Queue objects should only be shared .*\n"
        r"nothing yet\nTypeError\n",
        said,
    )


@pytest.mark.skipif("sys.platform != 'linux'", reason="it looks into /proc")
def test_a_process_that_was_joined_keeps_two_files_open(printed: Callable[[str], str]) -> None:
    """Until it is closed, or nobody has the object."""
    said = printed("""
        import os
        from multiprocessing import get_context

        def open_files():
            return len(os.listdir("/proc/self/fd"))

        def ended(context):
            child = context.Process(target=int)
            child.start()
            child.join()
            return child

        if __name__ == "__main__":
            for method in ("fork", "spawn", "forkserver"):
                context = get_context(method)
                ended(context).close()
                before = open_files()
                kept = [ended(context) for _ in range(3)]
                print(method, open_files() - before)
                kept.pop().close()
                print(open_files() - before)
                kept.clear()
                print(open_files() - before)
    """)

    assert said.split() == [
        word for method in ("fork", "spawn", "forkserver") for word in (method, "6", "4", "0")
    ]


@pytest.mark.skipif("sys.platform != 'linux'", reason="another system has another limit")
def test_what_a_long_folder_for_temporary_files_stops(
    program: Callable[..., Sample], interpreter: Interpreter, tmp_path: Path
) -> None:
    """A manager and a fork server on older releases, and nothing on newer ones; never spawn."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    path = program("""
import os
import socket
from multiprocessing import get_context, util

def told(way):
    try:
        way()
    except (OSError, EOFError) as error:
        return str(error) or "ended"
    return "fine"

def manage():
    with get_context("spawn").Manager():
        pass

def serve(method):
    child = get_context(method).Process(target=int)
    child.start()
    child.join()
    assert child.exitcode == 0

if __name__ == "__main__":
    for length in (107, 108):
        with socket.socket(socket.AF_UNIX) as one:
            os.chdir("/")
            print(told(lambda: one.bind("proc/" + "x" * (length - 5))))
    print(told(manage))
    print(told(lambda: serve("forkserver")))
    print(told(lambda: serve("spawn")))
    print(hasattr(util, "_get_base_temp_dir"))
""").path
    run = subprocess.run(
        [str(interpreter.path), str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        env={"TMPDIR": str(folder)},
    )
    fits, not_, *ways, newer = run.stdout.splitlines()

    assert "AF_UNIX path too long" not in fits
    assert not_ == "AF_UNIX path too long"
    # a manager says so in its own process, and whoever starts it meets its end
    assert ways == [*(["fine"] * 2 if newer == "True" else ["ended", not_]), "fine"]
    assert (f"OSError: {not_}" in run.stderr) is (newer == "False")


def test_windows_bounds_a_process_pool() -> None:
    """The bound, its message and the default, on a system that says it is Windows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        patch.setattr(os, "cpu_count", lambda: 96)
        patch.setattr(os, "process_cpu_count", lambda: 96, raising=False)
        with pytest.raises(ValueError, match=r"^max_workers must be <= 61$"):
            ProcessPoolExecutor(62)
        chosen = ProcessPoolExecutor()._max_workers  # type: ignore[attr-defined]

    assert chosen == 61
    assert ProcessPoolExecutor(62)._max_workers == 62  # type: ignore[attr-defined]


REFUSED = """\
import multiprocessing, threading, traceback
from concurrent.futures import ProcessPoolExecutor

class Failed(Exception):
    def __init__(self):
        super().__init__("sold out")
        self.lock = threading.Lock()

def lock(item):
    return threading.Lock()

def fail(item):
    raise Failed

def mended(item):
    try:
        fail(item)
    except Exception as error:
        raise RuntimeError(repr(error)) from error

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool, ProcessPoolExecutor(1, mp_context=context) as executor:
        for work in lock, fail, mended:
            for ask in pool.apply_async(work, (1,)).get, executor.submit(work, 1).result:
                try:
                    ask(60)
                except Exception as error:
                    said = str(error)
                    traced = ", in fail" in "".join(traceback.format_exception(error))
                    print(type(error).__name__, "WithTraceback" in said, "sold out" in said, traced)
"""


def test_what_a_result_that_cannot_be_pickled_becomes(printed: Callable[[str], str]) -> None:
    """`Pool` wraps it, an executor does not; one of plain data comes, with its cause as text."""
    assert printed(REFUSED).splitlines() == [
        "MaybeEncodingError False False False",
        "TypeError False False False",
        "MaybeEncodingError True False False",
        "TypeError False False False",
        "RuntimeError False True True",
        "RuntimeError False True True",
    ]


@pytest.mark.skipif("sys.platform != 'linux'", reason="another system counts otherwise")
def test_a_limit_of_processes_is_an_error_of_every_start(printed: Callable[[str], str]) -> None:
    """By fork, by spawn and by `subprocess`; a thread has its own words."""
    said = printed("""
        import os
        import resource
        import subprocess
        import threading
        from multiprocessing import get_context
        from multiprocessing import popen_fork, popen_spawn_posix, resource_tracker

        if __name__ == "__main__":
            if os.getuid() == 0:  # no limit holds for that one
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            for way in (
                os.fork,
                get_context("fork").Process(target=int).start,
                get_context("spawn").Process(target=int).start,
                lambda: subprocess.run(["true"]),
                threading.Thread(target=int).start,
            ):
                try:
                    way()
                except (OSError, RuntimeError) as error:
                    print(f"{type(error).__name__}: {error}")
    """)

    refused = "BlockingIOError: [Errno 11] Resource temporarily unavailable\n"
    assert said == refused * 4 + "RuntimeError: can't start new thread\n"


def test_windows_starts_a_child_before_it_pickles() -> None:
    """The others do it the other way round: each as its source says."""
    for name, first, then in (
        ("spawn_win32", "_winapi.CreateProcess(", "reduction.dump("),
        ("spawn_posix", "reduction.dump(", "spawnv_passfds("),
        ("forkserver", "reduction.dump(", "connect_to_new_process("),
    ):
        path = Path(connection.__file__).with_name(f"popen_{name}.py")
        source = path.read_text(encoding="utf-8")
        assert 0 < source.index(first) < source.index(then)


FOLDER = """\
import multiprocessing, os, sys, tempfile, traceback

def make(path, sure, gate, told):
    free = not os.path.exists(path)
    gate.wait(60)
    try:
        os.makedirs(path, exist_ok=sure)
    except FileExistsError as error:
        last = traceback.extract_tb(error.__traceback__)[-1].name
        said = "[Errno 17] File exists: " in str(error) or sys.platform == "win32"
        told.put((free, said and last == "makedirs"))
    else:
        told.put((free, None))

if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    for sure in False, True:
        with tempfile.TemporaryDirectory() as folder:
            gate, told = spawn.Barrier(2), spawn.SimpleQueue()
            given = os.path.join(folder, "out"), sure, gate, told
            workers = [spawn.Process(target=make, args=given) for _ in range(2)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join(60)
            print(sure, sorted((told.get() for _ in workers), key=str))
"""


def test_two_workers_make_the_same_folder(printed: Callable[[str], str]) -> None:
    """Both find it free, one of them fails, unless it may exist."""
    assert printed(FOLDER).splitlines() == [
        "False [(True, None), (True, True)]",
        "True [(True, None), (True, None)]",
    ]
