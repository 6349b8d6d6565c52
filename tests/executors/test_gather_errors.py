from concurrent.futures import CancelledError, Future
from typing import Any

from snippets.executors.gather_errors import errors


def ended(**how: Any) -> "Future[float]":
    """A future that ended so."""
    future: Future[float] = Future()
    if "error" in how:
        future.set_exception(how["error"])
    elif "result" in how:
        future.set_result(how["result"])
    else:
        future.cancel()
    return future


def test_a_cancelled_future_does_not_hide_the_others() -> None:
    """It is one error more, and those of the tasks before and behind it are all there."""
    first, last = ValueError("free"), KeyError("melon")
    found = list(errors([ended(error=first), ended(), ended(result=0.3), ended(error=last)]))

    assert [type(error) for error in found] == [ValueError, CancelledError, KeyError]


def test_without_errors_nothing_is_found() -> None:
    """If all went well, there is no group to raise."""
    assert not list(errors([ended(result=0.3)]))
