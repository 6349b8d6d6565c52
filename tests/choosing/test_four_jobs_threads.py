from threading import Barrier

import pytest

from snippets.choosing import four_jobs_threads as program


def test_a_job_that_comes_alone_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the others failed does not keep it."""
    broken = Barrier(2)
    broken.abort()
    monkeypatch.setattr(program, "all_there", broken)
    program.meet()

    assert program.compute(1) == sum(range(25_000))
