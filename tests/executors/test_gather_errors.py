from concurrent.futures import CancelledError, Future
from typing import Any

import pytest

from snippets.executors.gather_errors import errors, in_euros


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


def test_what_is_no_exception_is_not_gathered() -> None:
    """A KeyboardInterrupt of a task ends the loop over the futures."""
    with pytest.raises(KeyboardInterrupt):
        list(errors([ended(error=ValueError("free")), ended(error=KeyboardInterrupt())]))


def test_a_price_in_cents_is_told_in_euros() -> None:
    """A hundredth of it."""
    assert in_euros("apple") == 0.3
