from typing import Any

import pytest

from snippets.executors import map_stops_early as program


def test_an_error_that_map_does_not_tell_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of the attic, which comes behind the one of the hall."""

    class Painted(list[str]):
        def append(self, room: Any) -> None:
            if room == "attic":
                raise OSError("no ladder")
            super().append(room)

    monkeypatch.setattr(program, "painted", Painted())
    monkeypatch.setattr(program, "lost", [])

    with pytest.raises(OSError, match="no ladder"):
        program.main()
    assert program.painted[0] == "kitchen"
