"""What the page "Rotate a log that several processes write" says, beyond what its program shows."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler
from pathlib import Path

import pytest

RECORDS = 24


def record(text: str) -> logging.LogRecord:
    """A record with this text."""
    return logging.makeLogRecord({"msg": text})


@pytest.mark.parametrize(("copies", "kept"), [(60, RECORDS), (8, 16), (3, 6), (1, 2)])
def test_two_that_rotate_use_the_copies_up_the_sooner(
    tmp_path: Path, copies: int, kept: int
) -> None:
    """Two handlers on one file stand for two processes; one alone keeps more with as many."""
    log = tmp_path / "app.log"
    two = [RotatingFileHandler(log, maxBytes=20, backupCount=copies) for _ in range(2)]
    for number in range(RECORDS):
        two[number % 2].emit(record(f"record {number:04}"))
    for handler in two:
        handler.close()

    lines = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    assert len(lines) == len(set(lines))
    assert len(lines) <= RECORDS and (len(lines) == RECORDS) is (kept == RECORDS)


def test_two_that_rotate_by_time_have_one_copy(tmp_path: Path) -> None:
    """The second one replaces it on older Pythons, and writes on into it on newer ones."""
    log = tmp_path / "app.log"
    two = [TimedRotatingFileHandler(log, when="S", interval=100) for _ in range(2)]
    for period, ends in ("first", 9_000_000_000), ("second", 1_000_000_000):
        for handler in two:
            handler.rolloverAt = ends
            handler.emit(record(period))
    for handler in two:
        handler.close()

    (copy,) = tmp_path.glob("app.log.*")
    replaced, kept = ["second"], ["first", "first", "second"]
    assert log.read_text().splitlines() == ["second"]
    assert copy.read_text().splitlines() == (kept if sys.version_info >= (3, 13) else replaced)


def test_an_error_of_the_handler_is_printed_and_the_program_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a renaming is refused on Windows: each record tries again, and the file grows."""
    log = tmp_path / "app.log"
    handler = RotatingFileHandler(log, maxBytes=10, backupCount=1)

    def refuse(source: str, target: str) -> None:
        raise PermissionError(13, "[WinError 32] stands here", source, 32, target)

    monkeypatch.setattr(handler, "rotate", refuse)
    for _ in range(3):
        handler.handle(record("a long text"))
    handler.close()

    assert capsys.readouterr().err.count("--- Logging error ---") >= 2


def test_a_watched_file_is_opened_anew_once_it_was_moved(tmp_path: Path) -> None:
    """Logrotate moves it; the next record goes into a new file."""
    log = tmp_path / "app.log"
    handler = WatchedFileHandler(log)
    handler.emit(record("before"))
    log.rename(tmp_path / "app.log.1")
    handler.emit(record("after"))
    handler.close()

    assert (log.read_text(), (tmp_path / "app.log.1").read_text()) == ("after\n", "before\n")


def test_a_handler_at_the_top_of_the_file_is_made_in_each_worker(
    printed: Callable[[str], str],
) -> None:
    """Each spawned worker imports the file."""
    said = printed("""
        from multiprocessing import get_context

        def make_handler():
            print("made", flush=True)

        make_handler()

        def main():
            spawn = get_context("spawn")
            for _ in range(2):
                child = spawn.Process(target=int)
                child.start()
                child.join(60)

        if __name__ == "__main__":
            main()
    """)

    assert said == "made\n" * 3
