from collections import deque

import pytest

from snippets.executors import window_without_buffersize


def test_no_more_than_two_calls_are_in_the_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And there are two, or it would be no window but one call after the other."""
    lengths: list[int] = []

    class Window(deque[object]):
        def append(self, call: object) -> None:
            super().append(call)
            lengths.append(len(self))

    monkeypatch.setattr(window_without_buffersize, "deque", Window)
    window_without_buffersize.main()

    assert lengths == [1, 2, 2]
    assert capsys.readouterr().out.split() == ["3", "2", "1"]
