import signal

import pytest

from snippets.executors import nested_loops


def test_a_second_signal_cannot_break_off_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows is ignored, and the status is the one that a shell would say."""
    told = list[tuple[object, ...]]()
    monkeypatch.setattr(nested_loops.signal, "signal", lambda *given: told.append(given))

    with pytest.raises(SystemExit) as left:
        nested_loops.leave(signal.SIGTERM, None)

    assert left.value.code == 143
    assert told == [(signal.SIGTERM, signal.SIG_IGN)]
