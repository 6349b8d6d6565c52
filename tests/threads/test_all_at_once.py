from threading import Barrier

import pytest

from snippets.threads import all_at_once as program


def test_an_error_lets_nobody_wait_at_the_barrier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is still to come finds it broken."""
    made = list[Barrier]()

    def barrier(threads: int) -> Barrier:
        made.append(Barrier(threads))
        return made[-1]

    def fail() -> None:
        raise ValueError("lost")

    monkeypatch.setattr(program, "Barrier", barrier)
    with pytest.raises(ValueError, match="lost"):
        program.all_at_once(fail, 2)

    assert [one.broken for one in made] == [True]


def test_a_lost_call_ends_the_test(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is counted, and the program says so."""
    monkeypatch.setattr(program, "all_at_once", lambda call, threads: call())
    with pytest.raises(SystemExit, match="a call was lost"):
        program.main()

    assert capsys.readouterr().out == "calls made: 200 calls counted: 50\n"
