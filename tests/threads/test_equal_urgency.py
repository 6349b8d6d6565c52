from queue import PriorityQueue
from typing import Any

import pytest

from snippets.threads import equal_urgency as program


def test_what_is_given_out_is_equally_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    """And only the number tells which came first."""
    taken = list[Any]()

    class Noting(PriorityQueue[Any]):
        def get_nowait(self) -> Any:
            taken.append(super().get_nowait())
            return taken[-1]

    monkeypatch.setattr(program, "PriorityQueue", Noting)
    program.main()

    assert [one[:2] for one in taken] == [(1, 0), (1, 1)]
