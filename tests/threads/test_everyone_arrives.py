from threading import Barrier

import pytest

from snippets.threads import everyone_arrives


def test_what_a_guest_meets_behind_the_gate_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The main thread is through, and still sees the error of the other."""

    def stumble(gate: Barrier) -> None:
        gate.wait(10)
        raise RuntimeError("stumbled")

    monkeypatch.setattr(everyone_arrives, "arrive", stumble)
    with pytest.raises(RuntimeError, match="stumbled"):
        everyone_arrives.main()
