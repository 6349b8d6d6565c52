"""What the checks of the parts share: a small checkout, and a page of it that is drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.theme.small import OTHERS, PROGRAMS, converted


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: the programs above, and a page that shows most of them."""
    for stem, (source, transcripts) in PROGRAMS.items():
        path = tmp_path / "snippets" / f"{stem}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        for ending, text in transcripts.items():
            path.with_name(f"{path.stem}{ending}.txt").write_text(text)
    (tmp_path / "docs/threads").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Home\n")
    shown = "\n".join(f"```sample\nthreads/{name}\n```\n" for name in OTHERS)
    (tmp_path / "docs/threads/other.md").write_text(f"# Others\n\n{shown}")
    return tmp_path


@pytest.fixture
def draw(checkout: Path) -> Callable[..., BeautifulSoup]:
    """Writes a page (docs/threads/page.md), converts it, and reads it back."""

    def convert(text: str, path: str = "threads/page.md", drafts: bool = False) -> BeautifulSoup:
        text = textwrap.dedent(text)
        (checkout / "docs" / path).write_text(text)
        return BeautifulSoup(converted(checkout, text, drafts), "html.parser")

    return convert
