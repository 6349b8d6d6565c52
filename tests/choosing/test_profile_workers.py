import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.choosing import profile_workers as program


@pytest.mark.parametrize("quiet", [True, False])
def test_what_all_workers_spent_is_added_up(
    quiet: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By function, in millionths of a second, the dearest first."""
    spent = [("clean", 3, 1e-6), ("parse", 1, 2e-6)]
    monkeypatch.setattr(sys, "argv", ["profile_workers.py", *["--quiet"][:quiet]])
    monkeypatch.setattr(program, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(program, "profiled", lambda text: spent)
    program.main()
    times = "        8 µs, 4 calls: parse\n        4 µs, 12 calls: clean\n"

    assert capsys.readouterr().out == ("" if quiet else times) + "parse: 4 clean: 12\n"


def test_ten_functions_are_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is left out."""
    spent = [(f"function {number}", 1, number * 1e-6) for number in range(12)]
    monkeypatch.setattr(sys, "argv", ["profile_workers.py"])
    monkeypatch.setattr(program, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(program, "profiled", lambda text: spent)
    program.main()

    told = [line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert told == [str(number) for number in range(11, 1, -1)]


def test_words_are_cleaned() -> None:
    """Each of a text."""
    assert program.clean(" a ") == "a"
    assert program.parse(" a  b") == ["a", "b"]


def test_what_a_function_calls_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of cProfile's five facts: the calls, all of them, and the time less that of callees."""

    class Profile:
        def __init__(self) -> None:
            self.stats = {("main.py", 3, "parse"): (1, 2, 0.25, 0.75, {})}

        def runcall(self, function: object, text: str) -> None:
            assert (function, text) == (program.parse, "a b")

        def create_stats(self) -> None:
            pass

    monkeypatch.setattr(program, "Profile", Profile)

    assert program.profiled("a b") == [("parse", 2, 0.25)]
