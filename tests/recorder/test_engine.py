"""Matrix, use drill and soak run on whatever executor they are given."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from recorder.__main__ import main
from recorder.pythons.interpreters import Interpreter
from recorder.write import matrix, trials
from recorder.write.engine import lent
from recorder.write.strike import Place
from recorder.write.trials import ENOUGH, came_of
from recorder.write.verdict import Trial
from shelf import ROOT
from shelf.trials import ENDED, HUNG, UNTRIED
from tests.chores import soak

PROCESSES = "concurrent.futures:ProcessPoolExecutor"


def test_cells_run_in_other_processes(interpreter: Interpreter, tmp_path: Path) -> None:
    """By an option of the command, and the file is the same to the byte."""
    files = []
    for number, engine in enumerate(([], ["--engine", PROCESSES])):
        files.append(tmp_path / str(number))
        words = ["matrix", "threads/lost_update", "--start-method", "spawn", *engine]
        words += ["--on", interpreter.path, "--to", str(files[-1])]
        subprocess.run(
            [sys.executable, "-m", "recorder", *words], cwd=ROOT, check=True, timeout=120
        )

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("name", ["nowhere:pool", "concurrent.futures:Pool", ":pool", "pool"])
def test_an_engine_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    """Before anything is run, and with what it is to be."""
    to = str(tmp_path / "cells.json")

    assert main(["matrix", "threads/lost_update", "--engine", name, "--to", to]) == 2
    said = capsys.readouterr().err
    assert f"there is no engine {name!r}" in said and "as module:function" in said


def test_an_engine_stays_open() -> None:
    """It belongs to whoever gave it; threads of our own end."""
    with ThreadPoolExecutor(1) as given:
        with lent(given, 2) as pool:
            assert pool is given
        assert given.submit(abs, -1).result() == 1


@pytest.mark.parametrize("whole", [False, True])
def test_what_hangs_like_others_is_called_off(whole: bool) -> None:
    """On our side, since no worker knows what others saw; with `whole` nothing is."""
    deeds = ["error"] * (ENOUGH + 2) + ["interrupt"]
    begun: list[Future[Trial]] = [Future() for _ in deeds]
    for number in (*range(ENOUGH), ENOUGH + 2):
        outcome = HUNG if deeds[number] == "error" else ENDED
        begun[number].set_result(Trial(deeds[number], Place("main", number), outcome))
    at = enumerate(deeds)
    came = came_of({begun[n]: (deed, Place("main", n)) for n, deed in at}, whole)

    assert [next(came).outcome for _ in range(ENOUGH)] == [HUNG] * ENOUGH
    if whole:
        for number in (ENOUGH, ENOUGH + 1):
            begun[number].set_result(Trial("error", Place("main", number), ENDED))
    rest = [ENDED, ENDED] if whole else [UNTRIED, UNTRIED]
    assert [one.outcome for one in came] == [*rest, ENDED]


@pytest.mark.parametrize("engine", ["", "concurrent.futures:ThreadPoolExecutor"])
def test_a_soak_tells_its_rounds_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    """Whoever runs them, and counts those that failed."""
    monkeypatch.setattr(soak, "find_all", lambda _: ({"3.11": None, "3.14": None}, {}))
    monkeypatch.setattr(
        soak, "under_load", lambda one: (one.tag != "3.14", f"{one.tag} {one.tight}", True)
    )
    monkeypatch.setattr(soak.signal, "signal", lambda *_: None)

    assert soak.main(["4", "--engine", engine]) == 1
    lines = capsys.readouterr().out.splitlines()
    rounds = [line.rpartition(": ")[2] for line in lines if line.startswith("round ")]
    assert rounds == ["3.11 False", "3.14 False", "3.11 True", "3.14 True"]
    assert lines[-1] == "2 passed, 2 failed"


@pytest.mark.parametrize(("processors", "cores"), [(None, 1), (1, 1), (2, 2), (3, 3), (4, 4)])
def test_as_many_run_side_by_side_as_the_machine_can_take(
    monkeypatch: pytest.MonkeyPatch, interpreter: Interpreter, processors: int | None, cores: int
) -> None:
    """One more than there are processors, since they also wait; more of those that do nothing else.

    A machine that does not say how many it has gets as much as one that has one.
    """
    rows: list[int] = []

    def row(given: Executor | None, threads: int) -> ThreadPoolExecutor:
        rows.append(threads)
        return ThreadPoolExecutor(threads)

    monkeypatch.setattr("os.cpu_count", lambda: processors)
    monkeypatch.setattr(matrix, "lent", row)
    monkeypatch.setattr(trials, "lent", row)
    assert [*matrix.run_cells([], [interpreter])] == []
    assert [*trials.put_to_trial([], [interpreter])] == []
    monkeypatch.setattr(trials, "ThreadPoolExecutor", lambda threads: row(None, threads))
    assert [*trials.again([], interpreter)] == [*trials.again([], interpreter, 7)] == []

    assert rows == [cores + 1, cores * 4, 2 * cores + 2, cores + 1, 7]
