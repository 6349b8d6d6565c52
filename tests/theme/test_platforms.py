"""A page does not say "not run here" of a system on which its programs were run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shelf.matrix import NAME
from tests.made import SUPPORTED, convert, matrix_of, ran, said, write
from theme.beside.plain import pages

ONE = "run on Linux; on macOS and Windows by the documentation, not run here"
OTHER = "Windows and macOS by the documentation, not run here; not for a network drive"
MAC, WINDOWS = ran("3.15", system="macos"), ran("3.15", system="windows")
LACKS = ran("3.15", system="windows", but=["spawn"], words="not run: no wheel of soup")
FAILS = ran("3.15", system="windows", but=["spawn"], words="failed: prints something else")


def page(root: Path, words: str, *of_each: list) -> tuple[str, str]:
    """What the facts strip says, and what the page says as Markdown, of two programs."""
    (root / "docs").mkdir()
    (root / "pyproject.toml").write_text(
        f"[tool.parallel]\nsupported = {json.dumps(SUPPORTED)}\nobserved = ['windows']\n"
    )
    made = {
        write(root, f"threads/{name}"): [*ran(*SUPPORTED), *more]
        for name, more in zip(("one", "two"), of_each, strict=True)
    }
    (root / NAME).write_text(json.dumps(matrix_of(made)))
    fences = "\n".join(f"```sample\n{sample.stem}\n```\n" for sample in made)
    strip = f"Works on\n:   [[threads/one.marks]]\n\nPlatforms\n:   {words}\n"
    text = f"# Page\n\nA word.\n\n{fences}\n{strip}"
    (root / "docs/page.md").write_text(text)
    (root / "mkdocs.yml").write_text("site_name: x\nnav:\n  - page.md\n")
    facts = convert(root, text).select("dl.facts dd")
    return said(facts[1]), "".join(pages(root).values())


@pytest.mark.parametrize(
    ("words", "one", "two", "told"),
    [
        (ONE, [], [], ONE),
        (OTHER, [], [], OTHER),
        (ONE, [*MAC, *WINDOWS], [*MAC, *WINDOWS], "run on Linux, macOS and Windows"),
        (
            OTHER,
            MAC + WINDOWS,
            MAC + FAILS,
            "run on Linux, macOS and Windows; not for a network drive",
        ),
        (
            ONE,
            WINDOWS,
            WINDOWS,
            "run on Linux and Windows; on macOS by the documentation, not run here",
        ),
        (
            ONE,
            WINDOWS,
            LACKS,
            "run on Linux; some of it on Windows; on macOS by the documentation, not run here",
        ),
        (ONE, LACKS, LACKS, ONE),
    ],
)
def test_it_says_where_its_programs_were_run(
    tmp_path: Path, words: str, one: list, two: list, told: str
) -> None:
    """On the page and in its Markdown; one that failed there was run there, too."""
    strip, plain = page(tmp_path, words, one, two)

    assert strip == told
    assert f":   {told}\n" in plain
