"""What the page "How this site is made" prints is what is printed."""

from __future__ import annotations

import shutil
from pathlib import Path

from shelf import ROOT
from shelf.fault import report
from tests.checks.records.files import was_run


def test_the_red_check_is_a_real_one(tmp_path: Path) -> None:
    """A program changed, and nobody ran it again: the page has the message to the letter."""
    (tmp_path / "snippets/threads").mkdir(parents=True)
    for name in ("pyproject.toml", "snippets/matrix.json", "snippets/threads/lost_update.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    program = (ROOT / "snippets/threads/lost_update.py").read_text(encoding="utf-8")
    (tmp_path / "snippets/threads/lost_update.py").write_text(f"{program}\n", encoding="utf-8")

    page = (ROOT / "docs/how-this-site-is-made.md").read_text(encoding="utf-8")
    assert f"```text\n{report(was_run(tmp_path)).strip()}\n```" in page
