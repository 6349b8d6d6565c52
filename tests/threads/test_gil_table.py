import sys
from time import sleep

import pytest

from snippets.threads.gil_table import verdict


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="no GIL in this process"
)
def test_a_call_that_releases_only_at_first_counts_as_keeping() -> None:
    """What a first call does, as an import of its own, does not count; a later one does."""
    interval, calls = sys.getswitchinterval(), list[object]()

    def first_call_waits(given: object) -> None:
        calls.append(given)
        if len(calls) == 1:
            sleep(0.01)

    sys.setswitchinterval(1000)
    try:
        told = verdict(first_call_waits, "x"), verdict(lambda given: sleep(0.01), "x")
    finally:
        sys.setswitchinterval(interval)

    assert told == ("keeps it", "releases it")
