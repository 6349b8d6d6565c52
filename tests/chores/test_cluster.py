"""Our own long work on a cluster of processes: the same record to the byte, whoever is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psutil
import pytest

from shelf import ROOT
from tests.chores.cluster import end_in

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

LIMIT = 240
#: The first program kills who started it in its runs of these numbers, and then waits:
#: among its cells, and while it is put to trial.
KILLS = (2, 8)
PROGRAMS = {
    "threads/kills": """\
from itertools import count
import os
import threading

def total(items):
    with threading.Lock():
        return sum(items)

def main():
    print(total([1, 2, 3]))

if __name__ == "__main__":
    for run in count():
        try:
            open(f"RUNS/{run}", "x").close()
            break
        except FileExistsError:
            pass
    if run in KILLS:
        os.kill(os.getppid(), 9)
        threading.Event().wait()
    main()
""",
    "threads/hangs": """\
# /// script
# [tool.sample]
# expect = "hang"
# limit = 0.5
# ///
import threading

print(6, flush=True)
threading.Event().wait()
""",
    "processes/pool": """\
from concurrent.futures import ProcessPoolExecutor

def main():
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(abs, -6).result(30))

if __name__ == "__main__":
    main()
""",
}
#: Writes both records of the programs in a folder.
WORK = """\
import datetime, sys
from pathlib import Path
from recorder.pythons.interpreters import choose
from recorder.write.engine import engine_of
from recorder.write.matrix import matrix_of, run_cells
from recorder.write.trials import put_to_trial, trials_of
from shelf import Sample, ledger, trials

name, root, to = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
known = {stem: Sample(root, stem) for stem in sys.argv[4:]}
day, here = datetime.date(2026, 1, 1), [choose("")]
with engine_of(name) as given:
    cells = matrix_of(run_cells([*known.values()], here, engine=given), day)
    ledger.update(to / "matrix.json", [cells], known)
    did = trials_of(put_to_trial([known["threads/kills"]], here, engine=given), day)
    trials.update(to / "trials.json", [did], known)
"""


@contextmanager
def nothing_left() -> Iterator[str]:
    """A folder for temporary files, in which nothing is left and nobody works."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        try:
            yield folder
            assert [one for one in psutil.process_iter() if folder in place_of(one)] == []
            assert os.listdir(folder) == []
        finally:
            end_in(folder)


def place_of(process: psutil.Process) -> str:
    """Where a process was told to put its temporary files."""
    try:
        return process.environ().get("TMPDIR", "")
    except psutil.Error:
        return ""


@contextmanager
def elsewhere() -> Iterator[dict[str, str]]:
    """What leads to a cluster that somebody else started, and ends: two workers apart."""
    command = [sys.executable, "-m", "tests.chores.cluster"]
    with tempfile.TemporaryDirectory(prefix="t-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "scheduler")
        at = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
        workers = ["--nworkers", "2", "--nthreads", "1", "--local-directory", folder]
        started = [
            subprocess.Popen(
                [*command, *words, *at],
                cwd=ROOT,
                env=os.environ | {"TMPDIR": folder},
                stderr=subprocess.DEVNULL,
            )
            for words in (["scheduler", "--port", "0"], ["worker", *workers])
        ]
        try:
            until = time.monotonic() + LIMIT
            while not file.exists() or not file.read_text().endswith("}"):
                assert time.monotonic() < until and started[0].poll() is None
                time.sleep(0.05)
            yield {"DASK_SCHEDULER_ADDRESS": json.loads(file.read_text())["address"]}
        finally:
            for one in reversed(started):
                one.terminate()
                one.wait(LIMIT)
            end_in(folder)


class Work:
    """Three programs, and what is recorded of them."""

    def __init__(self, home: Path) -> None:
        self.home, self.root, self.runs = home, home / "checkout", home / "runs"
        self.runs.mkdir()
        for stem, source in PROGRAMS.items():
            path = self.root / "snippets" / f"{stem}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source.replace("RUNS", str(self.runs)).replace("KILLS", str(KILLS)))
            path.with_suffix(".txt").write_text(f"$ python {path.name}\n6\n")

    def kills(self, kills: bool) -> None:
        """Let the program that kills begin to count before the first number, or behind the last."""
        for run in range(max(KILLS) + 1):
            file = self.runs / str(run)
            file.unlink(missing_ok=True) if kills else file.touch()

    def recorded(self, name: str = "", **more: str) -> dict[str, str]:
        """Both records, made by an engine."""
        to = self.home / (name or "threads")
        to.mkdir(exist_ok=True)
        with nothing_left() as folder:
            done = subprocess.run(
                [sys.executable, "-c", WORK, name, str(self.root), str(to), *PROGRAMS],
                cwd=ROOT,
                env=os.environ | {"TMPDIR": folder} | more,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=LIMIT,
                check=False,
            )
            assert done.returncode == 0, done.stdout
        return {file.name: file.read_bytes().decode() for file in to.glob("*.json")}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """The work, done once by threads of this machine."""
    return Work(tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def usual(work: Work) -> dict[str, str]:
    """The records that threads of this machine make."""
    work.kills(False)
    return work.recorded()


@pytest.mark.parametrize("start", [nullcontext, elsewhere], ids=["here", "elsewhere"])
def test_the_record_is_the_same(start, work: Work, usual: dict[str, str]) -> None:
    """A worker is killed twice meanwhile; of a cluster that was started here nothing is left."""
    work.kills(True)
    with start({}) if start is nullcontext else start() as more:
        seen = work.recorded("tests.chores.cluster:dask", **more)

    assert seen == usual
    assert usual.keys() == {"matrix.json", "trials.json"}
    assert "failed" not in usual["matrix.json"] and "hung" not in usual["trials.json"]
    assert all((work.runs / str(run)).exists() for run in KILLS)
