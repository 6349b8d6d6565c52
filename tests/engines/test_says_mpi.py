"""What the page on MPI says of Open MPI, held to the one that its package brings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recorder.pythons.environments import NoEnvironment, python_with
from shelf import find
from shelf.contract import ENGINES, read
from tests.engines.test_totals import SIZES, at, table, wanted
from tests.jobs.conftest import Done, Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

ROOT_FLAG, MORE_FLAG = "--allow-run-as-root", "--oversubscribe"


def run(job: Job, flags: list[str], count: int, words: list[str]) -> Done:
    """What `mpiexec` of Open MPI comes to, with these flags, for so many processes."""
    (engine,) = (one for one in ENGINES if one.name == "mpi-open")
    lock = engine.lock()
    assert lock
    try:
        python = python_with(lock, job.interpreter)
    except NoEnvironment as why:
        if os.environ.get("CI") and "no wheel" not in str(why):
            raise
        pytest.skip(str(why))
    mpiexec = str(Path(python).with_name("mpiexec"))
    command = [mpiexec, *flags, "-n", str(count), python, *words]
    text = f"import os\n\nos.execv({mpiexec!r}, {command!r})\n"
    return job.start_text("engines/ask_engine", text).finish()


def totals(job: Job, edits: dict[str, str]) -> Done:
    """The page's program, with the variable that the page names."""
    source = find("engines/totals_mpi").source
    for old, new in {'"PMI_RANK"': '"OMPI_COMM_WORLD_RANK"', **edits}.items():
        assert old in source, old
        source = source.replace(old, new)
    (job.folder / "visits.csv").write_text(table(SIZES))
    (job.folder / "totals.py").write_text(source)
    return run(job, [ROOT_FLAG, MORE_FLAG], 3, ["-m", "mpi4py", "totals.py", "visits.csv"])


def test_it_answers_as_mpich_does() -> None:
    """To each claim, on each Python."""
    came = {
        name: {
            one.python: {claim: answer.came for claim, answer in one.answers.items()}
            for one in read()
            if one.engine == name
        }
        for name in ("mpi", "mpi-open")
    }

    assert came["mpi-open"] and came["mpi-open"] == came["mpi"]


def test_the_job_prints_the_same_bytes(job: Job) -> None:
    done = totals(job, {})

    assert (done.code, done.out.splitlines()) == (0, wanted(table(SIZES)))


def test_a_lost_worker_ends_the_job(job: Job) -> None:
    done = totals(job, at("b", 7, "__import__('os').kill(__import__('os').getpid(), 9)"))

    assert done.code == 137 and "exited on" in done.out + done.err


def test_more_processes_than_cores_need_a_flag(job: Job) -> None:
    count, words = (os.cpu_count() or 1) + 1, ["-c", "print('begun')"]

    refused = run(job, [ROOT_FLAG], count, words)
    begun = run(job, [ROOT_FLAG, MORE_FLAG], count, words)

    assert refused.code != 0 and "not enough slots" in refused.out + refused.err
    assert (begun.code, begun.out.split()) == (0, ["begun"] * count)


@pytest.mark.skipif("os.getuid() != 0", reason="what root is refused")
def test_root_needs_a_flag(job: Job) -> None:
    refused = run(job, [MORE_FLAG], 1, ["-c", "print('begun')"])
    begun = run(job, [MORE_FLAG, ROOT_FLAG], 1, ["-c", "print('begun')"])

    assert refused.code != 0 and "run as root" in refused.out + refused.err
    assert (begun.code, begun.out.split()) == (0, ["begun"])
