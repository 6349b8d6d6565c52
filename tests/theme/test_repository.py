"""A figure leads to where its program is changed: in whichever repository the site is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelf import ROOT
from theme.book.repository import editing

PROGRAM = "snippets/threads/lost_update.py"


def test_a_fork_leads_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the workflow that publishes says, by the variable that mkdocs.yml reads too."""
    monkeypatch.setenv("REPO_URL", "https://example.net/fork")

    assert editing(ROOT, PROGRAM) == f"https://example.net/fork/edit/main/{PROGRAM}"


def test_a_build_that_is_not_published_shows_where_the_link_will_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the stand-in that the pages' own link has."""
    monkeypatch.delenv("REPO_URL", raising=False)

    assert editing(ROOT, PROGRAM).startswith("https://example.com/")


def test_a_checkout_that_names_no_repository_has_no_such_link(tmp_path: Path) -> None:
    """A link to nowhere would be worse."""
    assert editing(tmp_path, PROGRAM) == ""
