"""What the page "Run several waits at once" says, beyond what its programs show."""

from threading import Barrier, Thread, current_thread, main_thread
from typing import Any

import pytest

from snippets.threads import fetch_pages


def test_as_many_waits_as_there_are_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """With five pages, all five fetches wait at once: they meet at a barrier for five."""
    pages = ["news", "weather", "sports", "trains", "radio"]
    meeting, met = Barrier(len(pages), timeout=30), list[str]()

    def fetch(page: str, sizes: dict[str, int]) -> None:
        meeting.wait()
        met.append(page)
        sizes[page] = len(page)

    monkeypatch.setattr(fetch_pages, "PAGES", pages)
    monkeypatch.setattr(fetch_pages, "fetch", fetch)
    fetch_pages.main()

    assert sorted(met) == sorted(pages)


def test_a_target_that_is_called_runs_before_there_is_a_thread(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """In the main thread; if it does not return, no Thread is made; None as target is silent."""
    ran: list[Thread] = []
    made: list[object] = []

    class Noted(Thread):
        def __init__(self, **given: Any) -> None:
            made.append(given)
            super().__init__(**given)

    def fetch(*, fails: bool) -> None:
        ran.append(current_thread())
        if fails:
            raise LookupError("stands for a loop without an end")

    with pytest.raises(LookupError):
        Noted(target=fetch(fails=True), daemon=True).start()  # type: ignore[func-returns-value]
    with pytest.raises(LookupError):
        Noted(target=fetch(fails=True)).run()  # type: ignore[func-returns-value]
    assert made == []
    thread = Noted(target=fetch(fails=False))  # type: ignore[func-returns-value]
    thread.start()
    thread.join(60)

    assert ran == [main_thread()] * 3 and len(made) == 1
    assert capfd.readouterr() == ("", "")
