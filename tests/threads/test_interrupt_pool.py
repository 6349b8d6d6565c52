from collections.abc import Iterator
from signal import SIGINT, getsignal, signal

import pytest

from snippets.threads import interrupt_pool as program


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """Have SIGINT do afterwards what it did before."""
    before = getsignal(SIGINT)
    yield
    signal(SIGINT, before)


def test_another_error_is_no_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is raised, and nothing is printed."""

    def fail(number: int) -> None:
        raise OSError("no signal")

    monkeypatch.setattr(program, "raise_signal", fail)
    with pytest.raises(OSError, match="no signal"):
        program.main()

    assert capsys.readouterr().out == ""
