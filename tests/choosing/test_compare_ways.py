import sys
from itertools import count

import pytest

from snippets.choosing import compare_ways as program


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ways in the order in which they were gone, each in a second of its own."""
    ways = list[str]()

    def way(name: str) -> object:
        def gone() -> list[int]:
            ways.append(name)
            return [1, 2]

        gone.__name__ = name
        return gone

    for name in ("threads", "processes"):
        monkeypatch.setattr(program, name, way(name))
    monkeypatch.setattr(program, "serial", way("serial"))
    monkeypatch.setattr(program, "perf_counter", count().__next__)
    return ways


def test_the_ways_are_gone_in_turn(
    called: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Several times, and each is told with its median and its span."""
    monkeypatch.setattr(sys, "argv", ["compare_ways.py"])
    program.main()
    told = capsys.readouterr().out.splitlines()

    assert called == ["serial", "threads", "processes"] * program.ROUNDS
    assert sys.version.splitlines()[0] == told[0]
    assert told[-4:] == [
        "serial    1.000 s, 1.000 to 1.000 s",
        "threads   1.000 s, 1.000 to 1.000 s",
        "processes 1.000 s, 1.000 to 1.000 s",
        "ways: serial threads processes with the same result: True",
    ]


def test_another_result_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And without times where nobody wants them."""
    monkeypatch.setattr(sys, "argv", ["compare_ways.py", "--quiet"])
    monkeypatch.setattr(program, "processes", processes)
    program.main()

    told = "ways: serial threads processes with the same result: False\n"
    assert capsys.readouterr().out == told


def processes() -> list[int]:
    """A way that comes to something else."""
    return [1, 3]


def test_a_job_is_a_sum_of_squares() -> None:
    """Which is the work of each way."""
    assert program.work(4) == 14
