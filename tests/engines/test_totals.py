"""One job on all engines: the same function, the same bytes, and nothing left behind."""

from __future__ import annotations

import ast
import os
import random
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from shelf import find
from tests.jobs.conftest import LIMIT, Done, Job, Run, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

ENGINES = ("loky", "mpi", "dask", "ray")
#: With joblib's Parallel, which is no executor.
EVERY = (*ENGINES, "joblib")
WORK = "    waited = wait = 0\n"
#: Where what they leave can be looked for, and MPI says what it named.
EDITS = {
    "mpi": {
        "            Path(line.split()[5]).unlink(missing_ok=True)\n": (
            "            shared = Path(line.split()[5])\n"
            "            print('shared', shared, file=sys.stderr, flush=True)\n"
            "            shared.unlink(missing_ok=True)\n"
        )
    },
    "ray": {"dir=SHORT": "dir=None"},
}
#: The others have files of their own: test_totals_loky.py, and so on.
each_engine = pytest.mark.parametrize("engine", ("dask", "ray"))


def table(sizes: dict[str, int]) -> str:
    """A table in which each till has so many visits, in no order."""
    chance = random.Random(1)
    lines = [
        f"{till},{chance.randrange(90)},{chance.randrange(80)}"
        for till, size in sizes.items()
        for _ in range(size)
    ]
    chance.shuffle(lines)
    return "\n".join(["till,gap,served", *lines, ""])


def wanted(text: str) -> list[str]:
    """What a plain loop prints."""
    waits: dict[str, tuple[int, int]] = {}
    for line in text.splitlines()[1:]:
        till, gap, served = line.split(",")
        waited, wait = waits.get(till, (0, 0))
        wait = max(0, wait - int(gap))
        waits[till] = waited + wait, wait + int(served)
    return [f"{till or 'no key'}: {waited}" for till, (waited, _) in sorted(waits.items())]


def at(till: str, rows: int, deed: str) -> dict[str, str]:
    """Have the group of so many rows do something else first."""
    return {WORK: f"    if len(rows) == {rows}:\n        {deed}\n{WORK}"}


def skip_unstarted(said: str) -> None:
    """Tell where Ray did not start: a loaded machine takes more than the seconds it waits."""
    if "The current node timed out during startup" in said:
        pytest.skip("Ray did not start within its 30 seconds")


def finished(run: Run) -> Done:
    """Its end, with nothing left; a Ray that did not start is told first, since it tidies later."""
    with suppress(subprocess.TimeoutExpired):
        run.process.wait(LIMIT)
    skip_unstarted(run.err.read_text())
    return run.finish()


@contextmanager
def started() -> Iterator[None]:
    """Whatever waits for a Ray that did not start is told so too."""
    try:
        yield
    except AssertionError as error:
        skip_unstarted(str(error))
        raise


def run(job: Job, engine: str, edits: dict[str, str] | None = None, text: str = "") -> Done:
    """Run the job to its end: no process, file, folder or block may be left."""
    text = text or table(SIZES)
    (job.folder / "visits.csv").write_text(text)
    name = f"totals_{engine}"
    made = EDITS.get(engine, {}) | (edits or {})
    run = job.start(f"engines/{name}", "visits.csv", edits=made)
    done = finished(run)
    nothing_left(job, name, run.process.pid, done)
    return done


def nothing_left(job: Job, name: str, pid: int, done: Done) -> None:
    """The folders hold what they held, and the shared memory nothing of this run."""
    left = {path.name for path in job.folder.iterdir()} - {"__pycache__"}
    assert left == {"visits.csv", f"{name}.py"}
    assert os.listdir(job.temporary) == []
    shared = [line.split()[1] for line in done.err.splitlines() if line.startswith("shared /")]
    assert [path for path in shared if os.path.exists(path)] == []
    assert [file for file in os.listdir("/dev/shm") if f"-{pid}-" in file] == []


SIZES = {"a": 40, "b": 7, "c": 25, "d": 1, "": 3}


def functions(engine: str) -> dict[str, str]:
    """The functions of a program, each as its text."""
    source = find(f"engines/totals_{engine}").source
    tree = ast.parse(source)
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_source_segment(source, node) or "" for node in found}


def closes_its_table(job: Job, engine: str) -> None:
    """What is left open, Python warns of."""
    warn = "import csv\nimport warnings\n\nwarnings.simplefilter('always', ResourceWarning)\n"

    done = run(job, engine, {"import csv\n": warn})

    assert done.code == 0 and "visits.csv" not in done.err


@pytest.mark.parametrize("name", ["work", "attempt", "totals", "read"])
def test_the_function_is_the_same_in_all(name: str) -> None:
    """To the letter: nothing in it knows which engine works."""
    made_for = ENGINES if name == "totals" else EVERY
    assert len({functions(engine)[name] for engine in made_for}) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_it_names_no_engine(engine: str) -> None:
    """No name in it is one that only this program has."""
    words = set(re.findall(r"[a-z]+", functions(engine)["totals"].lower()))
    assert not words & {*ENGINES, "pool", "client", "cluster"}


@each_engine
def test_the_output_is_that_of_a_plain_loop(job: Job, engine: str) -> None:
    """So all engines write the same bytes."""
    text = table(SIZES)

    done = run(job, engine, text=text)

    assert (done.code, done.out.splitlines()) == (0, wanted(text))


@each_engine
def test_a_group_that_fails_costs_itself(job: Job, engine: str) -> None:
    """Its error is printed with its type, the others are as ever."""
    text = table(SIZES)

    done = run(job, engine, at("b", 7, "raise SystemExit('odd')"), text)

    lines = wanted(text)
    lines[2] = "b: SystemExit: odd"
    assert (done.code, done.out.splitlines()) == (1, lines)


@each_engine
def test_no_row_is_no_line(job: Job, engine: str) -> None:
    done = run(job, engine, text="till,gap,served\n")

    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        ("dask", "KilledWorker"),
        ("ray", "WorkerCrashedError"),
    ],
)
def test_a_lost_worker_is_told(job: Job, engine: str, told: str) -> None:
    """MPI loses the whole job, loky what is not done, Dask what that worker had, Ray the group."""
    text = table(SIZES)

    done = run(job, engine, at("b", 7, "__import__('os').kill(__import__('os').getpid(), 9)"), text)

    lines = wanted(text)
    lines[2] = f"b: lost: {told}"
    if engine == "mpi":
        assert done.code == 9 and "EXIT CODE: 9" in done.out + done.err
        return
    told_of = [line for line in done.out.splitlines() if "(raylet)" not in line]
    assert done.code == 1 and lines[2] in told_of and len(told_of) == len(lines)
    others = {line.partition(": ")[2] for line in set(told_of) - set(lines)}
    if engine == "ray":
        assert not others
    assert others <= {f"lost: {told}"}


@each_engine
def test_a_group_that_hangs_is_late(job: Job, engine: str) -> None:
    """The worker that hangs does not outlive the program."""
    edits = at("a", 40, "signal.pause()") | {"LIMIT = 600.0": "LIMIT = 3.0"}
    if engine == "mpi":  # the start of MPI counts, and a loaded machine starts it late
        edits["{LIMIT + 10:.0f}"] = "{LIMIT + 45:.0f}"

    done = run(job, engine, edits)

    assert done.code != 0
    assert "a: late" in done.out.splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@each_engine
def test_a_signal_ends_it(job: Job, engine: str, number: int) -> None:
    """While a worker works; the workers end too."""
    (job.folder / "visits.csv").write_text(table(SIZES))
    deed = f"open({str(job.folder / 'begun')!r}, 'w').close(); signal.pause()"
    edits = EDITS.get(engine, {}) | at("a", 40, deed)
    run = job.start(f"engines/totals_{engine}", "visits.csv", edits=edits)
    with started():
        run.until((job.folder / "begun").exists)
    run.send(number)

    done = run.finish()

    assert done.code == (number if engine == "mpi" else 128 + number)
    (job.folder / "begun").unlink()
    nothing_left(job, f"totals_{engine}", run.process.pid, done)


def test_scheduler_and_workers_of_dask_may_be_anywhere(job: Job) -> None:
    """The one line leads to them; they are programs of their own, and stay when it ends."""
    text, file = table(SIZES), job.folder.parent / "scheduler.json"
    (job.folder / "visits.csv").write_text(text)
    here = f"'--host', '127.0.0.1', '--no-dashboard', '--scheduler-file', {str(file)!r}"

    def start(which: str, more: str) -> Run:
        text = f"from distributed.cli.dask_{which} import main\n\n"
        text += f"if __name__ == '__main__':\n    main([{here}, {more}])\n"
        return job.start_text("engines/totals_dask", text)

    scheduler = start("scheduler", "'--port', '0'")
    scheduler.until(file.exists)
    worker = start("worker", f"'--nworkers', '2', '--local-directory', {str(file.parent)!r}")
    worker.said("Registered to")
    line = "        LocalCluster(WORKERS, **local) as cluster,\n"
    edits = {line: "", "Client(cluster)": f"Client(scheduler_file={str(file)!r})"}

    done = job.run("engines/totals_dask", "visits.csv", edits=edits)

    assert (done.code, done.out.splitlines()) == (0, wanted(text))
    for one in (worker, scheduler):
        assert one.process.poll() is None
        one.send(signal.SIGTERM)
        one.finish()
    assert os.listdir(job.temporary) == ["dask-scratch-space"]  # says the page


def test_dask_takes_equal_calls_for_one(job: Job) -> None:
    """But not with `pure=False`; and its own error is no broken executor."""
    done = job.start_text(
        "engines/totals_dask",
        """
import os
from concurrent.futures import BrokenExecutor

import dask
from distributed import Client, KilledWorker


def run(name):
    with open(name, "a") as file:
        file.write(".")


if __name__ == "__main__":
    print(dask.config.get("distributed.scheduler.allowed-failures"))
    print(issubclass(KilledWorker, BrokenExecutor))
    with Client(processes=False, dashboard_address="127.0.0.1:0") as client:
        for name, pure in (("equal", True), ("apart", False)):
            with client.get_executor(pure=pure) as executor:
                for future in [executor.submit(run, name) for _ in range(10)]:
                    future.result(60)
            print(os.path.getsize(name) < 10)
""",
    ).finish()

    assert (done.code, done.out.split()) == (0, ["3", "False", "True", "False"])
