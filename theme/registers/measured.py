"""The pages of what was measured: a list of all, and one for each program that measures."""

from __future__ import annotations

from shelf import Sample
from shelf.timing import timings
from shelf.words import counted
from theme.book.addresses import MEASURED, measured_page, raw
from theme.book.library import Book
from theme.registers.text import plain


def pages(library: Book) -> dict[str, str]:
    """The generated files: the list, each page, and the raw data beside it."""
    known = library.measuring()
    files = {MEASURED: _list(known)}
    for sample in known:
        files[measured_page(sample.stem)] = _page(sample)
        for timing in timings(sample).values():
            files[raw(timing)] = timing.path.read_text(encoding="utf-8")
    return files


def _list(known: list[Sample]) -> str:
    entries = [
        f"- [`{one.name}`]({measured_page(one.stem)}): {plain(one.sentence)}\n" for one in known
    ]
    return "\n".join(
        [
            "---\nhide: [edit]\n---\n",
            "# What was measured\n",
            "Each number on this site comes from one of these programs."
            f" {counted(len(known), 'program')}, each with its numbers, its machine"
            " and its raw data.\n",
            *entries,
        ]
    )


def _page(sample: Sample) -> str:
    file, stem = sample.path.name, sample.stem
    known = list(timings(sample).values())
    needs = " ".join(sample.header.dependencies)
    compare = " ".join(timing.path.name for timing in known[:2])
    lines = [
        "---\nhide: [edit]\n---\n",
        f"# Measured by `{file}`\n",
        f"{plain(sample.sentence)}\n",
        "Each number is the middle one of many values,"
        " and half of them lie within the spread that is given after it.\n",
        f"```measured\n{stem}\n```\n",
        "## The program\n",
        f"```sample\n{stem}\n```\n",
        "## Repeat it\n",
        f"- On your machine: `python -m pip install {needs}`, then `python {file}`."
        " Let other programs rest meanwhile.",
        f"- In a checkout of this site: `make measure ONLY={stem}`."
        " It refuses on a machine that does something else.",
    ]
    if len(known) > 1:
        lines.append(f"- Compare two files: `python -m pyperf compare_to {compare}`.")
    return "\n".join([*lines, ""])
