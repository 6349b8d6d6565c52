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
