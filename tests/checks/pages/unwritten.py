"""What `make new` leaves to a person is never published: its mark stands until somebody writes."""

from __future__ import annotations

import re
from pathlib import Path

from shelf.fault import Fault
from tests.checks.pages.markdown import pages

#: Begins every placeholder; what is to be written there follows it.
MARK = "still to be written"
PLACEHOLDER = re.compile(rf"(?i){MARK}: *(?P<words>[^\n]*?)[\s.\"')]*$")


def nothing_unwritten(root: Path) -> list[Fault]:
    """No page, program or test holds a placeholder."""
    files = [page.path for page in pages(root)]
    for folder in sorted((root / "snippets").glob("*/")):
        files += sorted(folder.glob("*.py")) + sorted((root / "tests" / folder.name).glob("*.py"))
    return [
        Fault(
            f"{MARK}: {match['words']}",
            f"{file.relative_to(root).as_posix()}:{number}",
            "only a person can write it, and a placeholder that is published helps nobody",
            _cure(file, root),
        )
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
        if (match := PLACEHOLDER.search(line))
    ]


def _cure(file: Path, root: Path) -> str:
    """What to do about a placeholder, and how what has changed by that is recorded."""
    name = file.relative_to(root)
    if name.parts[0] == "docs":
        return "write it in place of this line"
    if name.parts[0] == "tests":
        return "write it, or remove the file if the program's output shows all that its page claims"
    return f"write it, then: make record ONLY={name.parts[1]}/{file.stem}"
