from threading import Event

import pytest

from snippets.threads import print_whole as program


def test_whoever_never_writes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it died of, and no line is printed in its place."""

    class Quick(Event):
        def wait(self, timeout: float | None = None) -> bool:
            return self.is_set()

    def refuse(paper: program.Paper) -> None:
        raise OSError("no tea")

    monkeypatch.setattr(program, "Event", Quick)
    monkeypatch.setattr(program, "order_tea", refuse)
    with pytest.raises(TimeoutError, match="nobody ordered tea") as caught:
        program.main()

    assert repr(caught.value.__cause__) == "OSError('no tea')"
