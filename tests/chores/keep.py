"""Keeps what pages say and programs do, to be compared with later: tests/kept.json.

``make keep``, after a look at what it names as turned over or new.
"""

from __future__ import annotations

import json
from pathlib import Path

from shelf import ROOT, samples
from shelf.fault import report
from tests.checks.pages import kept, looked
from tests.checks.pages.markdown import pages
from tests.checks.programs import weakened


def record(root: Path) -> kept.Kept:
    """What is to be kept of a checkout."""
    untried = looked.untried(root)
    return {
        "pages": {
            page.below_docs: kept.of_page(page, untried.get(page, ())) for page in pages(root)
        },
        "looked": {page.below_docs: looked.of_page(page) for page in pages(root)},
        "programs": {
            stem: weakened.of_program(sample) for stem, sample in sorted(samples(root).items())
        },
        "beside": kept.beside(root),
        "measured": kept.measured(root),
    }


def main() -> None:
    """Write the record, and say what is another thing than it was."""
    turned = [
        *kept.pages_say_what_they_said(ROOT),
        *looked.new_lines_on_calls_are_answered_for(ROOT),
        *looked.new_lines_were_looked_at(ROOT),
        *kept.what_was_measured_is_what_it_was(ROOT),
        *weakened.nothing_is_less_than_it_was(ROOT),
    ]
    if turned:
        print(report(turned))
    (ROOT / kept.NAME).write_text(json.dumps(record(ROOT), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
