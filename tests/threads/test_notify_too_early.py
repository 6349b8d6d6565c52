from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.threads import notify_too_early
from snippets.threads.notify_too_early import Inbox
from snippets.threads.notify_too_early_broken import Inbox as DeafInbox


def test_a_letter_that_was_there_before_is_taken() -> None:
    """A reader who comes after the notice still takes the letter."""
    inbox = Inbox()
    inbox.put("from Ada")

    assert inbox.take() == "from Ada"


def test_every_reader_gets_a_letter() -> None:
    """However writers and readers interleave, each reader takes one letter, and none is left."""
    inbox = Inbox()
    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(inbox.take) for _ in range(4)]
        list(pool.map(inbox.put, "abcd", timeout=60))
        taken = [reader.result(timeout=60) for reader in readers]

    assert sorted(taken) == list("abcd")
    assert inbox.letters == []


def test_a_reader_whom_nobody_writes_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of an inbox that stays empty gets TimeoutError, and does not wait for ever."""
    monkeypatch.setattr(notify_too_early, "LIMIT", 0.1)

    with pytest.raises(TimeoutError, match="no letter came"):
        Inbox().take()


def test_a_notice_is_not_remembered() -> None:
    """A wait that begins after the notice gets no answer within its limit."""
    inbox = DeafInbox()
    inbox.put("from Ada")
    with inbox.arrived:
        heard = inbox.arrived.wait(timeout=0.1)

    assert not heard


def test_a_letter_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for one is woken, and does not wait for its limit."""
    inbox, told = Inbox(), list[str]()
    monkeypatch.setattr(inbox.arrived, "notify", lambda: told.extend(inbox.letters))
    inbox.put("from Ada")

    assert told == ["from Ada"]
