"""Where a file of the checkout is opened for a change, as mkdocs.yml says it of the pages."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

#: As the generator reads it: the variable, and what stands for it where nothing is published.
REPOSITORY = re.compile(r'(?m)^repo_url: !ENV \[REPO_URL, "(?P<stand_in>[^"]+)"\]$')
PAGES = re.compile(r"(?m)^edit_uri: (?P<way>\S+/)docs/$")


def editing(root: Path, path: str) -> str:
    """The address at which the file at `path` is edited; "" where no repository is named."""
    beginning = _beginning(root)
    return f"{os.environ.get('REPO_URL') or beginning[0]}/{beginning[1]}{path}" if beginning else ""


@cache
def _beginning(root: Path) -> tuple[str, str] | None:
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    repository, pages = REPOSITORY.search(text), PAGES.search(text)
    return (repository["stand_in"], pages["way"]) if repository and pages else None
