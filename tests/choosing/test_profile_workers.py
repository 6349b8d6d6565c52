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
