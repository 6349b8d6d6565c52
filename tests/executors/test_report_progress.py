from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from snippets.executors import report_progress


def test_a_failed_page_is_told_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its error is logged with its name, the rest is fetched, and the status is 1."""

    def fetch(page: str) -> str:
        if page == "weather":
            raise OSError("no route")
        return page

    monkeypatch.setattr(report_progress, "fetch", fetch)
    with pytest.raises(SystemExit) as ended:
        report_progress.main()

    assert ended.value.code == 1
    assert "no page weather" in caplog.text
    assert "OSError: no route" in caplog.text
    assert capsys.readouterr().out.endswith("4 of 4 done\nfetched: music news sports\n")


@pytest.mark.parametrize("pages", [[], ["news"], ["news", "news"], ["news"] * 200])
def test_any_number_of_pages_ends(monkeypatch: pytest.MonkeyPatch, pages: list[str]) -> None:
    """None, one, one twice, or many: the status is that of no failure."""
    monkeypatch.setattr(report_progress, "fetch", str.upper)
    monkeypatch.setattr(report_progress, "PAGES", pages)

    report_progress.main()


def test_whoever_stops_it_is_no_failed_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no Exception ends the program."""

    def stop(page: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(report_progress, "fetch", stop)
    with pytest.raises(KeyboardInterrupt):
        report_progress.main()


def test_whoever_leaves_early_cancels_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not wait for pages that nobody takes any more."""
    said = list[bool]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            said.append(cancel_futures)
            super().shutdown(wait, cancel_futures=cancel_futures)

    def fail(asked: Any) -> None:
        raise OSError("nobody looks")

    monkeypatch.setattr(report_progress, "fetch", str.upper)
    monkeypatch.setattr(report_progress, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(report_progress, "as_completed", fail)
    with pytest.raises(OSError, match="nobody looks"):
        report_progress.main()

    assert said == [True]


def test_a_page_comes_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait for the server."""
    monkeypatch.setattr(report_progress, "sleep", lambda seconds: None)

    assert report_progress.fetch("news") == "<h1>news</h1>"
