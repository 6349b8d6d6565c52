"""A checkout of its own to spoil: our tools, and the few programs and pages beside this file."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from recorder.pythons.interpreters import ask
from recorder.write.matrix import Outcome, matrix_of
from shelf import ROOT, Sample, measuring, samples
from shelf.claims import LEDGER
from shelf.ledger import PASSED, write
from shelf.matrix import NAME
from shelf.sample import digest
from shelf.timing import record_path, written
from tests.checks.pages.answers import open_claims
from theme.registers import pages

HERE = Path(__file__).resolve().parent
#: What the tools read; the articles are left out, so that they may change freely.
TOOLS = ("pyproject.toml", "mkdocs.yml", "shelf", "recorder", "theme", "tests")
NAV = (
    "index.md",
    "glossary.md",
    "errors/index.md",
    "threads/index.md",
    "threads/wrong.md",
    "threads/in-time.md",
)


def lay_out(root: Path) -> Path:
    """Make the checkout at `root`, which does not exist yet."""
    root.mkdir(parents=True)
    for name in TOOLS:
        if (ROOT / name).is_dir():
            # what is compiled comes along, and only what another test is writing does not
            ignored = shutil.ignore_patterns(
                "*.pyc.*", ".*", "drill", "ledger", "kept.json", "test_drill.py"
            )
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, root / name)
    for name in ("docs", "snippets"):
        shutil.copytree(HERE / name, root / name)
    shutil.copy(ROOT / "snippets" / ".ruff.toml", root / "snippets")
    # what docs/ holds beside pages belongs to the theme: pictures, for instance
    for file in (ROOT / "docs").rglob("*"):
        if file.is_file() and file.suffix != ".md":
            copy = root / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    _answer_for_its_pages(root)
    # said and not done: the drill is about what a check says of the record
    here = ask(sys.executable)
    passed = [Outcome(one, here, here.default, PASSED) for one in samples(root).values()]
    write(matrix_of(passed), root / NAME)
    for sample in measuring(root).values():
        _say_it_measured(sample)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    listed = [*NAV, *(path for path in pages(root) if path.endswith(".md"))]
    nav = "nav:\n" + "".join(f"  - {path}\n" for path in listed)
    text, changed = re.subn(r"(?m)^nav:\n(?:[ #-].*\n|\n)+", nav + "\n", text)
    assert changed == 1, "mkdocs.yml has no nav that could be replaced"
    settings.write_text(text, encoding="utf-8")
    return root


def _answer_for_its_pages(root: Path) -> None:
    """Enter what the pages claim as shown by a program: other faults are planted in them."""
    for claim in open_claims(root):
        file = (root / LEDGER / claim.page.below_docs).with_suffix(".toml")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(f'[[claim]]\nsays = {json.dumps(claim.says)}\nprogram = "threads/tally"\n')


def _say_it_measured(sample: Sample) -> None:
    """Lay a record beside a program that measures, from a quiet machine."""
    facts = {"cores": 2, "load_before": 0.2, "load_after": 0.9, "stolen": 0.0, "others": 0.01}
    data = {
        "version": "1.0",
        "metadata": {**facts, "date": "2026-01-01", "program": digest(sample), "loops": 1},
        "benchmarks": [
            {
                "metadata": {"name": "count"},
                "runs": [{"metadata": {}, "values": [0.0015, 0.0015]}],
            }
        ],
    }
    record_path(sample, "3.14").write_text(written(data), encoding="utf-8")
