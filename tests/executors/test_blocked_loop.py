"""A call that waits in a thread for what another request brings: `executors/blocked_loop`."""

from __future__ import annotations

from queue import Empty, Queue

import pytest

from snippets.executors import blocked_loop


class Fails(Queue[str]):
    """One whose `get` raises at once."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def get(self, block: bool = True, timeout: float | None = None) -> str:
        raise self.error


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> BaseException:
    """The error that the inbox of the program raises."""
    error: BaseException = request.param
    monkeypatch.setattr(blocked_loop, "inbox", Fails(error))
    return error


@pytest.mark.parametrize("fails", [Empty()], indirect=True)
def test_what_does_not_come_is_told(fails: BaseException) -> None:
    """When the limit is over."""
    assert blocked_loop.query() == "no report"


@pytest.mark.parametrize("fails", [KeyboardInterrupt(), OSError("gone")], indirect=True)
def test_what_else_goes_wrong_is_raised(fails: BaseException) -> None:
    """It is no missing report."""
    with pytest.raises(type(fails)):
        blocked_loop.query()
