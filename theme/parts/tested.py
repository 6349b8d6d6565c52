"""Draws how much was tested, as the record has it: programs, runs that passed, Pythons."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from shelf.conditions import SYSTEM_NAMES
from shelf.ledger import PASSED
from shelf.words import counted, listed, python_order
from theme.book.addresses import MATRIX
from theme.book.links import Links
from theme.elements import element, link
from theme.parts.part import NOTHING, Asked, Part


def facts(links: Links) -> Iterator[tuple[str, str]]:
    """Terms and what is counted of each; only runs of the programs as they are now count."""
    library = links.book
    known = library.programs()
    runs = [run for sample in known for run in library.record.runs(sample)]
    passed = [run for run in runs if run.methods(PASSED)]
    wrong = sum(sample.broken for sample in known)
    yield "Programs", f"{len(known):,}, of which {wrong:,} are broken on purpose"
    yield "Passed", counted(sum(len(run.methods(PASSED)) for run in passed), "run")
    exact = {run.name: python_order(run.python) for run in passed}
    yield "Pythons", listed(sorted(exact, key=exact.__getitem__)) or "none"
    systems = [name for key, name in SYSTEM_NAMES.items() if any(r.system == key for r in passed)]
    yield "Systems", listed(systems) or "none"


def draw(links: Links) -> Element:
    """The counts as a facts strip, and the way to every single run."""
    parts = []
    for term, words in facts(links):
        parts += [element("dt", None, term), element("dd", {"data-tested": term}, words)]
    parts[-1].tail = None
    way = link(links.to(MATRIX), "Every run of every program")
    return element(
        "div",
        {"class": "tested"},
        element("dl", {"class": "facts"}, *parts),
        element("p", None, way),
    )


def tell(asked: Asked) -> Iterator[str]:
    """The counts, one a line."""
    return (f"- {term}: {words}" for term, words in facts(asked.links))


PART = Part(lambda asked: draw(asked.links), tell, NOTHING)
