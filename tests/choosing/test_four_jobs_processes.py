from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from snippets.choosing import four_jobs_processes as program


def test_a_job_that_comes_alone_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the others failed does not keep it."""
    broken = Barrier(2)
    broken.abort()
    monkeypatch.setattr(program, "all_there", [broken])
    program.meet()

    assert program.compute(1) == sum(range(25_000))


def test_as_many_meet_as_there_are_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """At one door, which does not break."""
    doors = list[Barrier]()

    def door(parties: int) -> Barrier:
        doors.append(Barrier(parties))
        return doors[-1]

    monkeypatch.setattr(program, "Barrier", door)
    monkeypatch.setattr(program, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(program, "all_there", [])
    monkeypatch.setattr(program.signal, "signal", lambda *words: None)
    program.main()

    assert [(one.parties, one.broken) for one in doors] == [(4, False)]
