"""Takes out of tests/unconverted.toml what is converted by now; it never adds a line.

``.venv/bin/python -m tests.chores.shrink`` does it.
"""

from __future__ import annotations

from shelf import ROOT
from tests.checks.programs import halves, mutated, use
from tests.checks.programs.use import UNCONVERTED


def main() -> None:
    """Remove each line that a check names as no longer needed."""
    gone = {
        (rule, name)
        for check in (*use.CHECKS, *mutated.CHECKS, *halves.CHECKS)
        for fault in check(ROOT)
        if fault.where.startswith(UNCONVERTED)
        for name, _, rule in [fault.what.partition(" is converted, and still stands under ")]
    }
    file = ROOT / UNCONVERTED
    kept, rule = [], ""
    for line in file.read_text(encoding="utf-8").splitlines():
        rule = line.removesuffix(" = [") if line.endswith(" = [") else rule
        if (rule, line.strip().strip('",')) not in gone:
            kept.append(line)
    file.write_text("\n".join([*kept, ""]), encoding="utf-8")
    print(f"{len(gone)} taken out")


if __name__ == "__main__":
    main()
