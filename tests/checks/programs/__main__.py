"""Says what is wrong with how some programs are written, before anybody runs them.

``python -m tests.checks.programs threads/lost_update`` asks about one.
"""

from __future__ import annotations

import sys

from shelf import measuring, samples
from shelf.fault import report
from shelf.sample import BROKEN
from tests.checks.programs.form import form


def main(stems: list[str]) -> int:
    """1 if one of the programs, or the wrong one beside it, is not written as the rules have it."""
    known = samples() | measuring()
    pairs = [name for stem in stems for name in (stem, stem + BROKEN) if name in known]
    faults = [fault for stem in dict.fromkeys(pairs) for fault in form(known[stem])]
    if faults:
        print(report(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
