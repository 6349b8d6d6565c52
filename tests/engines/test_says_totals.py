"""What a job is but for its engine, for each that is handed one: no engine is needed for it."""

import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

from shelf import find

PROGRAMS = [
    "engines/totals_dask",
    "engines/totals_loky",
    "engines/totals_mpi",
    "engines/totals_ray",
]
PACKAGES = ("dask", "distributed", "loky", "ray")
ROWS = [("0", "5"), ("2", "3"), ("10", "1")]


class Given(Executor):
    """An engine with which each call ends at once, as the test wants."""

    def __init__(self, ends: dict[int, Any]) -> None:
        self.ends, self.sizes = ends, list[int]()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future, rows = Future[Any](), args[0]
        self.sizes.append(len(rows))
        end = self.ends.get(len(rows), "work")
        if isinstance(end, BaseException):
            future.set_exception(end)
        elif end:
            future.set_result(fn(rows))
        return future


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, with something that has any name in the place of its packages."""
    for name in PACKAGES:
        monkeypatch.setitem(sys.modules, name, MagicMock())
    sample = find(request.param)
    module: Any = ModuleType("totals")
    exec(compile(sample.source, sample.stem, "exec"), vars(module))
    monkeypatch.setattr(signal, "signal", MagicMock())
    return module


def test_waits_are_added_up(program: Any) -> None:
    """Nobody waits less than not at all."""
    assert program.work(ROWS) == 3
    assert program.work([]) == 0


def test_what_goes_wrong_is_a_text(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its type, also where it says nothing more."""
    assert program.attempt(ROWS) == 3
    assert program.attempt([("x", "1")]).startswith("ValueError: invalid literal")

    monkeypatch.setattr(program, "work", MagicMock(side_effect=KeyboardInterrupt))
    assert program.attempt(ROWS) == "KeyboardInterrupt"


def test_the_largest_group_is_begun_first(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the ends come by name: what is late, and what was lost, too."""
    monkeypatch.setattr(program, "LIMIT", 0.01)
    engine = Given({1: None, 2: OSError("gone")})
    groups = {"a": ROWS[:1], "c": ROWS[:2], "b": ROWS}

    ends = program.totals(engine, groups)
    assert list(ends.items()) == [("a", "late"), ("b", 3), ("c", "lost: OSError")]
    assert engine.sizes == [3, 2, 1]


def test_an_interrupt_is_no_lost_worker(program: Any) -> None:
    """It ends the program."""
    with pytest.raises(KeyboardInterrupt):
        program.totals(Given({3: KeyboardInterrupt()}), {"a": ROWS})


def test_a_table_is_read_in_groups(program: Any, tmp_path: Path) -> None:
    """By till, in the order of its rows."""
    file = tmp_path / "visits.csv"
    file.write_text("till,gap,served\na,1,2\nb,3,4\na,5,6\n", encoding="utf-8")

    assert program.read(str(file)) == {"a": [("1", "2"), ("5", "6")], "b": [("3", "4")]}


@pytest.mark.parametrize("end", ["work", OSError("gone")])
def test_the_status_says_whether_all_went_well(
    program: Any,
    end: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And each group has its line; two signals end it, with their own status."""
    if not hasattr(program, "stop"):
        pytest.skip("mpiexec ends it")

    @contextmanager
    def engine() -> Iterator[Executor]:
        yield Given({1: end})

    file = tmp_path / "visits.csv"
    file.write_text("till,gap,served\n,0,5\n", encoding="utf-8")
    monkeypatch.setattr(program, "engine", engine)
    monkeypatch.setattr(sys, "argv", ["totals.py", str(file)])
    with pytest.raises(SystemExit) as ended:
        program.main()

    lost = isinstance(end, OSError)
    assert ended.value.code == lost
    assert capsys.readouterr().out == f"no key: {'lost: OSError' if lost else 0}\n"
    asked = [call.args for call in program.signal.signal.call_args_list]
    assert asked == [(signal.SIGINT, program.stop), (signal.SIGTERM, program.stop)]

    with pytest.raises(SystemExit) as ended:
        program.stop(15, None)
    assert ended.value.code == 143
    program.signal.signal.assert_called_with(15, signal.SIG_IGN)
