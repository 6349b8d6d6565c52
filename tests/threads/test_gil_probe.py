import os
import sys

import pytest

from snippets.threads import gil_probe


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="no GIL in this process"
)
def test_a_short_release_takes_many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that lets go for microseconds is told as such once it is tried often enough."""
    monkeypatch.setattr(gil_probe, "TRIES", 10_000_000)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        told = gil_probe.verdict(lambda: os.stat(os.curdir))
    finally:
        sys.setswitchinterval(interval)

    assert told == "releases it"
