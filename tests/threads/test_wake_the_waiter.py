"""A waiter for whom nobody rings says so."""

import pytest

from snippets.threads.wake_the_waiter import Counter


def test_a_wait_that_runs_out_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would look for a dish for ever."""
    counter = Counter()
    looks: list[float] = []

    def wait(timeout: float) -> bool:
        looks.append(timeout)
        assert len(looks) < 3, "it looks again and again"
        return False

    monkeypatch.setattr(counter.bell, "wait", wait)

    with pytest.raises(TimeoutError, match="no dish came"):
        counter.take()
    assert looks == [10]
