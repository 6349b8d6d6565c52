from threading import Event
from typing import Any

import pytest

from snippets.threads import two_loops as program


@pytest.mark.parametrize("stopped", [True, False])
def test_a_loop_alone_gives_up(stopped: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is told to stop, or has gone much too far."""
    monkeypatch.setattr(program, "TOO_FAR", 10)
    counts, stop = {"up": 0, "down": 0}, Event()
    if stopped:
        stop.set()

    with pytest.raises(TimeoutError, match="did not come along"):
        program.count("up", counts, stop)
    assert counts == {"up": 1 if stopped else 11, "down": 0}


def test_an_error_stops_both_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever leaves the block early tells them."""
    stops = list[Event]()

    def event() -> Event:
        stops.append(Event())
        return stops[-1]

    def fail(loops: Any) -> None:
        raise OSError("nobody looks")

    monkeypatch.setattr(program, "Event", event)
    monkeypatch.setattr(program, "as_completed", fail)
    with pytest.raises(OSError, match="nobody looks"):
        program.main()

    assert [stop.is_set() for stop in stops] == [True]
