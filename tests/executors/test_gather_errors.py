from concurrent.futures import Future

import pytest

from snippets.executors.gather_errors import raise_errors


def test_what_no_clause_names_goes_on() -> None:
    """An error of another kind passes every except* and is raised, as a group."""
    failed: Future[float] = Future()
    failed.set_exception(TypeError("no such fruit"))

    with pytest.raises(ExceptionGroup) as caught:
        try:
            raise_errors([failed])
        except* (ValueError, KeyError):
            pass
    assert [str(error) for error in caught.value.exceptions] == ["no such fruit"]


def test_without_errors_nothing_is_raised() -> None:
    """If all went well, there is no group."""
    good: Future[float] = Future()
    good.set_result(0.3)

    raise_errors([good])
