"""What the page on a folder says besides, held to the program."""

from __future__ import annotations

import os
import signal
import socket

import pytest

from tests.jobs.conftest import Job
from tests.jobs.places import HANGS, METHODS, PYTHONS
from tests.jobs.test_process_folder import CLOCK, put, tree

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_a_socket_is_passed_over_and_a_half_file_written_over(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier run left half is whole in the end, and nothing else ends so."""
    put(job.folder, "a.gz")
    with socket.socket(socket.AF_UNIX) as door:
        monkeypatch.chdir(job.folder / "in")  # a name of a socket is short
        door.bind("door")
    (job.folder / "out").mkdir()
    (job.folder / "out" / "a.gz.part").write_text("half of it, " * 1000)

    done = job.run("process_folder", "in", "out")

    assert (done.out, done.code) == ("1 done, 0 failed, 0 left\n", 0)
    assert set(tree(job.folder / "out")) == {"a.gz.errors"}


@pytest.mark.parametrize(("age", "again"), [(-9, False), (0, False), (9, True)])
def test_as_new_is_not_older(job: Job, age: int, again: bool) -> None:
    """A result that is as old as its file is kept."""
    made = put(job.folder, "a.gz").stat().st_mtime
    (job.folder / "out").mkdir()
    result = job.folder / "out" / "a.gz.errors"
    result.write_text("from before")
    os.utime(result, (made - age, made - age))

    job.run("process_folder", "in", "out")

    assert (result.read_text() != "from before") == again


def test_a_failure_is_an_answer_too(job: Job) -> None:
    """Deaths in a row are counted anew after a file that failed, and not only after a good one."""
    for number in range(6):
        put(job.folder, f"{number}.kill.gz", 1)
        (job.folder / "in" / f"{number}.plain.gz").write_text("hello")
    edits = {
        "DEATHS = 50": "DEATHS = 1",
        "    with gzip.open(source) as log,": '    if "kill" in source.name:\n'
        "        os.abort()\n    with gzip.open(source) as log,",
    }

    done = job.run("process_folder", "in", "out", "--workers", 1, edits=edits)

    assert done.out.splitlines()[0] == "0 done, 12 failed, 0 left"


def test_the_turns_come_to_every_python_and_method() -> None:
    """Four weeks take a test to each pair of them."""
    turns = {(day % len(PYTHONS), day // 7 % len(METHODS)) for day in range(28)}

    assert len(turns) == len(PYTHONS) * len(METHODS)


def test_a_program_that_work_had_started_goes_on(job: Job) -> None:
    """The worker is killed at its limit, and its child is nobody's."""
    put(job.folder, "a.gz")
    edits = CLOCK | {
        "    with gzip.open(source) as log,": "    import subprocess\n"
        "    with subprocess.Popen(['sleep', '600']) as left:\n"
        "        Path('left').write_text(str(left.pid))\n"
        f"        {HANGS}\n"
        "    with gzip.open(source) as log,",
    }
    run = job.start("process_folder", "in", "out", edits=edits)

    run.process.wait(60)
    left = int((job.folder / "left").read_text())
    os.kill(left, signal.SIGKILL)  # it is there, or this raises
    done = run.finish()

    assert done.out.splitlines()[1:] == ["a.gz: time limit"]
