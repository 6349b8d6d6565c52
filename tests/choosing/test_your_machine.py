"""`your_machine` judges what it measured, and says in one sentence what it cannot measure."""

import math
import re
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from shelf import find
from snippets.choosing import your_machine
from snippets.choosing.your_machine import POOLS, granted, verdict
from tests.checks.work.command import run

LOOP = {"seconds": 2.0, "times": 100, "busy": 1.0, "gil": True}


def asked(*options: str) -> tuple[int | None, str]:
    """The program's exit status and all that it printed."""
    program = find("choosing/your_machine").path
    return run([str(program), *options], program.parent, limit=120)


def seen(loop: dict[str, object], **seconds: float) -> dict[str, dict[str, object]]:
    """What was measured: the loop, and the seconds of each kind of workers."""
    return {"loop": {**LOOP, **loop}, **{way: {"seconds": s} for way, s in seconds.items()}}


@pytest.mark.parametrize(
    ("measured", "hands", "words"),
    [
        (seen({"busy": 0.1}, threads=1, processes=1), 2, "Threads win: 2.0 times .* waits overlap"),
        (seen({}, threads=1, processes=2), 2, "Threads win: .* releases the GIL"),
        (seen({"gil": False}, threads=1, processes=1), 2, "Threads win: .* there is no GIL"),
        (seen({}, threads=2, interpreters=1.05, processes=1), 2, "Interpreters win: 1.9 times"),
        (seen({}, threads=2, interpreters=1.9, processes=1), 2, "Processes win: .* of its own"),
        (seen({"gil": False}, threads=2, processes=1), 2, "Processes win: .* each other's way"),
        (seen({}, threads=2, processes=2), 1, "A plain loop wins, because you have one CPU"),
        (seen({"busy": 2.0}, threads=2, processes=2), 2, "A plain loop wins, .* by itself"),
        (seen({"times": 10_000}, threads=3, processes=9), 2, "A plain loop wins, .* so short"),
        # Windows counts a process's time in ticks of 16 ms: a short loop may seem that busy
        (seen({"times": 500, "seconds": 0.002, "busy": 7.8}), 2, "A plain loop .* so short"),
        (seen({}), 2, "A plain loop wins, .* something that they share"),
    ],
)
def test_the_winner_is_named_with_its_reason(
    measured: dict[str, dict[str, object]], hands: int, words: str
) -> None:
    """The simplest way that is nearly as fast as the fastest wins, and a loop if none gains."""
    assert re.match(words, verdict(measured, hands))


def test_a_quota_is_read_as_the_kernel_writes_it() -> None:
    """A quota and a period, or the word that there is none."""
    assert [granted("150000 100000\n"), granted("max 100000\n")] == [1.5, math.inf]


@pytest.mark.parametrize(
    ("option", "call", "words"),
    [
        ("--task", "math.factorial(", 'is no call; write one as "math.factorial'),
        ("--task", "math.pi", "is no call"),
        ("--probe", "nowhere.work(1)", "cannot be called: No module named 'nowhere'"),
        ("--task", "math.factorail(3)", "cannot be called: module 'math' has no attribute"),
        ("--task", "math.sqrt(-1)", "math.sqrt(-1) raises ValueError: "),
        ("--probe", "os._exit(3)", "os._exit(3) ends the process: 3"),
        ("--task", "os.kill(os.getpid(), 9)", "ends the process: SIGKILL"),
        ("--probe", r"os.execlp('sh', 'sh', '-c', 'printf \\377 >&2')", "ends the process: 0, "),
    ],
)
def test_a_call_that_cannot_be_made_is_told_in_one_line(option: str, call: str, words: str) -> None:
    """The call itself stands first, and the program ends with a status that says so."""
    status, text = asked(option, call)
    told = text.strip().splitlines()[-1]

    assert status == 1
    assert told.startswith(call)
    assert words in told
    assert "Traceback" not in text


def test_a_pool_on_windows_takes_as_many_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine with more CPUs too; one more, and Python refuses to make the pool."""
    monkeypatch.setattr(your_machine, "usable_cpus", lambda: 128)
    monkeypatch.setattr(your_machine, "quota", lambda: math.inf)
    assert your_machine.workers() == 128

    monkeypatch.setattr(sys, "platform", "win32")
    most = your_machine.workers()
    with ProcessPoolExecutor(most):
        pass
    with pytest.raises(ValueError, match="max_workers must be <= 61"):
        ProcessPoolExecutor(most + 1)


def test_a_task_that_does_not_end_is_stopped() -> None:
    """With all that it started, and with what to do about it."""
    status, text = asked("--task", "time.sleep(1000)", "--limit", "1")

    assert status == 1
    assert "is not done in 1 s; give it less to do, or more time with --limit" in text


def test_a_task_that_cannot_travel_is_still_measured() -> None:
    """In a loop and by threads; the others say what could not be pickled."""
    status, text = asked("--task", "threading.Lock()")
    lines = {line.split()[0]: line for line in text.splitlines() if line.startswith("  ")}

    assert status == 0
    assert "cannot take it: cannot pickle '_thread.lock' object" in lines["processes"]
    assert lines["loop"].endswith(" s")
    assert lines["threads"].endswith(" s")


def test_every_way_of_this_python_is_measured() -> None:
    """A line for each kind of workers, and one that says who wins and why."""
    _, text = asked("--task", "math.factorial(1_000)")
    ways = re.findall(r"(?m)^  (\w+) +\d+\.\d+ s$", text)
    known = [
        "loop",
        *(way for way in POOLS if way != "interpreters" or sys.version_info >= (3, 14)),
    ]

    assert ways == known
    assert re.search(r"(?m)^(A plain loop|Threads|Interpreters|Processes) wins?\b.* because ", text)


def test_what_it_says_of_the_machine_has_a_line_for_each_fact() -> None:
    """Whoever reports a failing program sends these lines."""
    status, text = asked()
    names = [line.partition(":")[0] for line in text.splitlines()]

    assert status == 0
    assert names == [
        *("Python", "made by", "GIL", "system", "processes start by", "CPUs", "CPU quota"),
        *("workers that compute", "threads inside NumPy"),
    ]
