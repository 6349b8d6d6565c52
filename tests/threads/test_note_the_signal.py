from collections.abc import Iterator
from queue import SimpleQueue
from signal import SIGINT, SIGTERM, getsignal, signal
from types import SimpleNamespace

import pytest

from snippets.threads import note_the_signal as program


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """Have both signals do afterwards what they did before."""
    before = {number: getsignal(number) for number in (SIGINT, SIGTERM)}
    yield
    for number, handler in before.items():
        signal(number, handler)


@pytest.mark.parametrize("number", [SIGINT, SIGTERM])
def test_a_signal_that_was_noted_ends_the_loop(
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After the page that was under way; the status and the log name it."""
    monkeypatch.setattr(program, "caught", SimpleQueue[int]())
    program.note(number, None)
    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == 128 + number
    assert capsys.readouterr().out == "page one\n"
    assert caplog.messages == [f"stopped by {'SIGINT' if number == SIGINT else 'SIGTERM'}"]


def test_another_error_is_no_empty_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised, and no page comes after it."""

    def get(timeout: float) -> int:
        raise OSError("no queue")

    monkeypatch.setattr(program, "caught", SimpleNamespace(get=get))
    with pytest.raises(OSError, match="no queue"):
        program.main()
