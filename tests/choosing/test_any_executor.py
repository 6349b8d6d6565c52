from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.choosing.any_executor import OnTheSpot, total_length


def test_the_engine_stays_its_owners() -> None:
    """A function that is lent an executor leaves it open for the next call."""
    with ThreadPoolExecutor() as pool:
        assert [total_length(["news"], pool) for _ in range(2)] == [4, 4]


def test_an_error_is_kept_until_it_is_asked_for() -> None:
    """The engine of our own answers as the library's do."""
    future = OnTheSpot().submit(int, "free")

    assert isinstance(future.exception(), ValueError)


def test_an_interrupt_is_no_result() -> None:
    """Whoever stops the program stops it, and does not find it in a future."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        OnTheSpot().submit(interrupt)
