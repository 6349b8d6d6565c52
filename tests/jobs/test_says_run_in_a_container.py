"""What the page on containers says besides, held to namespaces and groups of this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.jobs.places import interpreter_for, own_group

pytestmark = [
    pytest.mark.skipif("sys.platform != 'linux'", reason="namespaces are Linux's"),
]
needs_root = pytest.mark.skipif("os.geteuid() != 0", reason="namespaces need root here")

FIRST = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]


@pytest.mark.parametrize(("python", "least"), [("3.11", False), ("3.13", True), ("3.15", True)])
def test_a_pool_on_one_cpu(python: str, least: bool) -> None:
    """Where Python counts the CPUs of the process, the pool follows; before that, it does not."""
    cpu = min(os.sched_getaffinity(0))
    ask = "import concurrent.futures as c; print(c.ProcessPoolExecutor()._max_workers)"
    out = subprocess.run(
        ["taskset", "-c", str(cpu), interpreter_for((python,), 0).path, "-c", ask],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip

    assert int(out) == (1 if least else os.cpu_count())


@pytest.mark.parametrize(("python", "heard"), [("3.11", False), ("3.13", True), ("3.15", True)])
def test_the_variable_for_the_count(python: str, heard: bool) -> None:
    """It is heard where `process_cpu_count` is there."""
    variables = {**os.environ, "PYTHON_CPU_COUNT": "7"}
    out = subprocess.run(
        [interpreter_for((python,), 0).path, "-c", "import os; print(os.cpu_count())"],
        capture_output=True, text=True, check=True, timeout=60, env=variables,
    ).stdout  # fmt: skip

    assert (int(out) == 7) == heard


@needs_root
@pytest.mark.parametrize("handler", [False, True])
def test_the_first_process_and_sigterm(handler: bool) -> None:
    """Without a handler it does not hear the signal, and goes on to its own end."""
    code = (
        "import signal, sys\n"
        + ("signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))\n" if handler else "")
        + "print('ready', flush=True)\nsys.stdin.readline()\nprint('own end')\n"
    )
    with subprocess.Popen(
        [*FIRST, sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as outer:  # fmt: skip
        assert outer.stdout is not None
        assert outer.stdin is not None
        assert outer.stdout.readline() == "ready\n"
        inner = int(Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text())
        os.kill(inner, signal.SIGTERM)
        with suppress(BrokenPipeError):  # it has heard, and is gone
            outer.stdin.write("go on\n")  # a handler may not run before the read has ended
            outer.stdin.flush()
        said, status = ("", 5) if handler else ("own end\n", 0)
        assert outer.stdout.read() == said
        assert outer.wait(60) == status


@needs_root
def test_the_first_process_inherits_orphans() -> None:
    """One that nobody waits for stays as a zombie."""
    code = (
        "import os, subprocess, time\n"
        "subprocess.run(['sh', '-c', 'sleep 0.1 & exit'])\n"
        "def states():\n"
        "    me = f'/proc/1/task/1/children'\n"
        "    return [open(f'/proc/{p}/stat').read().rpartition(')')[2].split()[0]\n"
        "            for p in open(me).read().split()]\n"
        "end = time.monotonic() + 60\n"
        "while states() != ['Z'] and time.monotonic() < end:\n"
        "    time.sleep(0.01)\n"
        "print(os.getpid(), states())\n"
    )
    out = subprocess.run(
        [*FIRST, sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=90
    ).stdout

    assert out == "1 ['Z']\n"


@pytest.fixture
def few() -> Iterator[Path]:
    """A group that may have twelve processes and threads."""
    with own_group("pids", "pids.max") as place:
        (place / "pids.max").write_text("12")
        yield place


THREADS = """
import threading
stop, started = threading.Event(), 0
try:
    while True:
        threading.Thread(target=stop.wait, args=(60,)).start()
        started += 1
except RuntimeError as error:
    print(started, error)
stop.set()
"""
POOL = """
import concurrent.futures as c, multiprocessing as m, os
pool = c.ProcessPoolExecutor(20, m.get_context("fork"))
try:
    for _ in range(20):
        pool.submit(abs, 1)
except BlockingIOError as error:
    print(error.strerror, flush=True)
    os._exit(0)
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [(THREADS, "11 can't start new thread\n"), (POOL, "Resource temporarily unavailable\n")],
    ids=["threads", "processes"],
)
def test_beyond_the_limit_of_processes(few: Path, code: str, said: str) -> None:
    """The main thread counts too, so the twelfth other one cannot be started."""
    words = [sys.executable, "-c", code]
    enter = f'echo $$ > {few}/cgroup.procs && exec "$@"'
    with subprocess.Popen(
        ["sh", "-c", enter, "sh", *words], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == said
        assert program.wait(60) == 0
