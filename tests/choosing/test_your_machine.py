"""`your_machine` judges what it measured, and says in one sentence what it cannot measure."""

import math
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from shelf import find
from snippets.choosing import your_machine
from snippets.choosing.your_machine import POOLS, Facts, granted, verdict
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


@pytest.mark.parametrize(
    ("least", "loop", "won"),
    [(1.14, 2.0, "A plain loop"), (1.15, 2.0, "Threads win: 1.1 times")],
)
def test_a_little_is_no_gain(least: float, loop: float, won: str) -> None:
    """What others on the machine could have done is not told as one."""
    assert verdict(seen({"seconds": least}, threads=1.0), 2).startswith(won)


def test_what_could_not_be_measured_does_not_win() -> None:
    """It has no seconds, and the others are compared."""
    measured = seen({}, processes=1) | {"threads": {"trouble": "cannot take it"}}

    assert verdict(measured, 2).startswith("Processes win: 2.0 times")


@pytest.mark.parametrize(
    ("loop", "hands", "words"),
    [
        ({"seconds": 0.1}, 2, "they share"),
        ({"seconds": 0.0999}, 2, "costs less than handing it over"),
        ({"busy": 1.15}, 2, "they share"),
        ({"busy": 1.16}, 2, "busy by itself"),
        ({"busy": 1.16}, 1, "you have one CPU"),
    ],
)
def test_each_reason_of_a_loop_has_its_edge(loop: Facts, hands: int, words: str) -> None:
    """A thousandth of a second for a task, and one CPU that is busy."""
    assert words in your_machine.why_alone({**LOOP, **loop}, hands)


@pytest.mark.parametrize(
    ("way", "loop", "words"),
    [
        ("threads", {"busy": 0.49}, "waits overlap"),
        ("threads", {"busy": 0.5}, "releases the GIL"),
        ("threads", {"busy": 0.5, "gil": False}, "there is no GIL"),
        ("processes", {"busy": 0.1}, "a GIL of its own"),
        ("processes", {"busy": 0.1, "gil": False}, "over shared objects"),
    ],
)
def test_each_reason_of_workers_has_its_edge(way: str, loop: Facts, words: str) -> None:
    """A task that computes for half of its time does not mostly wait."""
    assert words in your_machine.why_shared(way, {**LOOP, **loop}, {})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"gil": True, "releases": True}, "releases the GIL: threads run beside"),
        ({"gil": True, "releases": False}, "keeps the GIL: threads gain nothing"),
        ({"gil": False, "releases": False}, "no GIL here"),
    ],
)
def test_a_probe_says_what_threads_gain(facts: Facts, words: str) -> None:
    """Which without a GIL is not asked."""
    assert words in your_machine.probed("f()", facts)


def test_a_probe_that_fails_ends_with_its_trouble() -> None:
    """And with a status that says so."""
    with pytest.raises(SystemExit, match="f raises"):
        your_machine.probed("f()", {"trouble": "f raises"})


@pytest.mark.parametrize(
    ("cpus", "granted_", "count"), [(8, math.inf, 8), (8, 1.5, 2), (8, 0.2, 1), (2, 4.0, 2)]
)
def test_there_are_as_many_workers_as_the_quota_is_worth(
    cpus: int, granted_: float, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a CPU is worth one more, and one there always is."""
    monkeypatch.setattr(your_machine, "usable_cpus", lambda: cpus)
    monkeypatch.setattr(your_machine, "quota", lambda: granted_)

    assert your_machine.workers() == count


@pytest.mark.parametrize("counted", [None, 3])
def test_the_cpus_are_those_of_this_process(
    counted: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as this Python and this system can tell, and one where they cannot."""
    monkeypatch.setattr(os, "process_cpu_count", lambda: counted, raising=False)
    assert your_machine.usable_cpus() == (counted or 1)

    monkeypatch.delattr(os, "process_cpu_count")
    known = {0: {4, 5}}
    monkeypatch.setattr(os, "sched_getaffinity", known.__getitem__, raising=False)
    assert your_machine.usable_cpus() == 2

    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: counted)
    assert your_machine.usable_cpus() == (counted or 1)


@pytest.mark.parametrize(("load", "busy"), [(2.0, False), (2.1, True)])
def test_a_machine_with_more_to_do_than_cpus_is_disturbed(
    load: float, busy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that cannot tell is not."""
    monkeypatch.setattr(your_machine, "usable_cpus", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 9.0, 0.0), raising=False)
    assert your_machine.disturbed() is busy

    monkeypatch.delattr(os, "getloadavg")
    assert your_machine.disturbed() is False


def test_the_best_of_three_rounds_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the CPUs that were busy in it; fewer where the first took all the time."""
    clock = iter([0.0, *(0.0, 4.0, 4.0), *(4.0, 6.0, 6.0), *(6.0, 9.0)])
    cpu = iter([1.0, 5.0, 5.0, 8.0, 8.0, 9.0])
    jobs = list[str]()
    monkeypatch.setattr(your_machine.time, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(your_machine.time, "process_time", lambda: next(cpu))

    assert your_machine.timed(lambda: jobs.append("job"), 10.0) == [2.0, 1.5]
    assert len(jobs) == 3

    clock = iter([0.0, *(0.0, 4.0, 4.0)])
    cpu = iter([0.0, 2.0])
    assert your_machine.timed(lambda: jobs.append("job"), 4.0) == [4.0, 0.5]
    assert len(jobs) == 4


@pytest.mark.parametrize(
    ("once", "patience", "times"),
    [(0.01, 10.0, 40), (0.0001, 10.0, 1000), (1.0, 10.0, 2), (0.01, 0.06, 6), (0.3, 0.1, 2)],
)
def test_a_loop_is_long_enough_to_be_timed(
    once: float, patience: float, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For two workers: a fifth of a second each, 500 tasks at most, and one at least."""
    loops, tasks = list[float](), list[str]()

    def timed(job: Any, patience: float) -> list[float]:
        job()
        loops.append(patience)
        return [once, 0.9] if len(loops) == 1 else [7.0, 0.8]

    monkeypatch.setattr(your_machine, "workers", lambda: 2)
    monkeypatch.setattr(your_machine, "timed", timed)
    facts = your_machine.alone(lambda: tasks.append("task"), patience)

    assert facts == {"times": times, "seconds": 7.0, "busy": 0.8}
    assert len(tasks) == 1 + times
    assert loops == [1, patience]
