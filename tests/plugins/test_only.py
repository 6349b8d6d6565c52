"""What is asked for by name comes with what belongs to it, and nothing else is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelf import ROOT
from tests.checks.work.command import run
from tests.drill.tree import lay_out
from tests.plugins.only import UnknownName, chosen


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small checkout of the drill."""
    return lay_out(tmp_path_factory.mktemp("only") / "checkout")


@pytest.mark.parametrize(
    ("names", "stems", "pages"),
    [
        (["threads/tally"], {"threads/tally", "threads/tally_broken"}, {"threads/index"}),
        (["threads/tally_broken"], {"threads/tally", "threads/tally_broken"}, {"threads/index"}),
        (["snippets/threads/tally.py"], {"threads/tally", "threads/tally_broken"}, None),
        (["docs/index.md"], set(), {"index"}),
        (["threads/index"], {"threads/tally", "threads/tally_broken"}, {"threads/index"}),
        (["index", "threads/standstill"], None, {"index", "threads/wrong"}),
    ],
)
def test_a_name_stands_for_what_belongs_together(
    tree: Path, names: list[str], stems: set[str] | None, pages: set[str] | None
) -> None:
    """A page with its programs; a program with its neighbour and its page."""
    found = chosen(names, tree)

    assert stems is None or found.stems == stems
    assert pages is None or found.pages == pages


def test_an_unknown_name_is_answered_by_the_nearest(tree: Path) -> None:
    """Programs and pages alike."""
    with pytest.raises(UnknownName, match=r"no program and no page 'threads/taly'; .*threads/tall"):
        chosen(["threads/taly"], tree)
    with pytest.raises(UnknownName, match=r"did you mean .*threads/wrong"):
        chosen(["threads/wrng"], tree)


def test_its_checks_are_run_and_no_others() -> None:
    """Form, run, own test, page and what is told of all at once; mypy is for `make lint`."""
    words = "-m pytest -n 0 -q --collect-only --only=threads/lost_update".split()
    status, text = run(words, ROOT)
    lines = text.splitlines()

    assert status == 0, text
    for node in (
        "tests/test_snippets.py::test_it_runs_as_it_says[threads/lost_update]",
        "tests/test_snippets.py::test_it_is_written_for_readers[threads/lost_update_broken]",
        "tests/threads/test_lost_update.py::test_no_deposit_is_lost",
        "tests/test_pages.py::test_its_parts_are_drawn[threads/keep-an-update-whole]",
        "tests/test_pages.py::test_pages[nothing_unwritten]",
        "tests/test_snippets.py::test_the_shelf[was_run]",
    ):
        assert node in lines
    assert not [line for line in lines if "count_money" in line or "mypy" in line]
    assert not [
        line
        for line in lines
        if line.startswith(("docs/", "tests/test_r", "tests/test_s"))
        and "test_snippets" not in line
    ]


def test_a_name_that_nothing_has_is_one_line() -> None:
    """The refusal comes before anything is collected."""
    status, text = run("-m pytest -n 0 --only=threads/lost_updat".split(), ROOT)

    assert status == 4
    assert text.strip().startswith("ERROR: there is no program and no page 'threads/lost_updat'")
    assert text.strip().count("\n") == 0
