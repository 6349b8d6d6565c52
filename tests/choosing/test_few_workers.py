from threading import current_thread

import pytest

from snippets.choosing import few_workers as program


def test_a_file_is_told_by_its_thread() -> None:
    """By its name."""
    assert program.check("a.txt") == current_thread().name


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_more_threads_than_workers_would_be_told(
    threads: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is their names that are counted."""
    names = {file: f"thread {number % threads}" for number, file in enumerate(program.FILES)}
    monkeypatch.setattr(program, "check", names.__getitem__)
    program.main()

    assert capsys.readouterr().out == f"files: 6\ntwo threads at most: {threads <= 2}\n"
