"""The pages that are made from programs: nothing that a program uses is missing there."""

from __future__ import annotations

import ast
import re
from collections import Counter

from shelf import samples
from shelf.fault import Fault
from shelf.ledger import PASSED
from shelf.matrix import NAME, recorded
from shelf.sample import digest
from tests.checks.site.site import Site

#: Modules whose names the index of names holds, each imported name of them.
LISTED = ("threading", "queue", "concurrent.futures", "asyncio", "contextvars")
INDEX = "names/index.html"
#: Where the landing page leads, as far as a site has them.
WAYS_IN = ("threads/", "processes/", "executors/", "choosing/", "glossary/", "errors/")


def names_are_listed(site: Site) -> list[Fault]:
    """Every name that a program imports from a module of the index stands there."""
    soup = site.html.get(INDEX)
    listed = {str(tag["href"]).partition("#")[2] for tag in soup.find_all("a")} if soup else set()
    faults = []
    for sample in samples(site.root).values():
        try:
            nodes = list(ast.walk(ast.parse(sample.source)))
        except SyntaxError:
            continue  # test_snippets.py says so
        for node in nodes:
            if not isinstance(node, ast.ImportFrom) or node.module not in LISTED:
                continue
            missing = [a.name for a in node.names if f"{node.module}.{a.name}" not in listed]
            faults += [
                Fault(
                    f"the index of names lacks {node.module}.{name}",
                    f"snippets/{sample.stem}.py:{node.lineno}",
                    "whoever looks up the name does not find the program that shows it",
                    "look at theme/registers/names.py, which reads the names from the programs",
                )
                for name in missing
            ]
    return faults


def the_counts_are_those_of_the_record(site: Site) -> list[Fault]:
    """The landing page says how much was tested, and the record holds so much."""
    soup = site.html.get("index.html")
    told = (
        {str(tag["data-tested"]): tag.get_text() for tag in soup.select("[data-tested]")}
        if soup
        else {}
    )
    return [
        Fault(
            f"expected {', '.join(sorted(counts))} for {term}, seen {told.get(term, 'nothing')!r}",
            site.at("index.html"),
            "a site that lives by its tests has to say truly how many there were",
            f"let docs/index.md hold a tested fence; theme/parts/tested.py counts {NAME}",
        )
        for term, counts in _counted(site).items()
        if counts != _numbers(told.get(term, ""))
    ]


def _counted(site: Site) -> dict[str, set[str]]:
    """What the record holds of the programs as they are: how many, passed cells, versions."""
    known = samples(site.root)
    versions: Counter[str] = Counter()
    for run in recorded(site.root)["runs"]:
        for stem, entry in run["programs"].items():
            if stem in known and entry["digest"] == digest(known[stem]):
                name = run["version"] + ("" if run["gil"] else "t")
                versions[name] += list(entry["cells"].values()).count(PASSED)
    return {
        "Programs": {str(len(known)), str(sum(one.broken for one in known.values()))},
        "Passed": {str(versions.total())},
        "Pythons": {name for name, passed in versions.items() if passed},
    }


def _numbers(text: str) -> set[str]:
    """The numbers of a text, those with commas whole."""
    return set(re.findall(r"\d[\w.]*", re.sub(r"(?<=\d),(?=\d)", "", text)))


def every_way_in_leads_on(site: Site) -> list[Fault]:
    """From the landing page one step leads to each topic, to the terms, to every error message."""
    soup = site.html.get("index.html")
    ways = {str(tag["href"]) for tag in soup.select("article a[href]")} if soup else set()
    return [
        Fault(
            f"the landing page does not lead to {way}",
            site.at("index.html"),
            "whoever comes with an error, or a word, needs one step to where it is answered",
            "write the link into docs/index.md",
        )
        for way in WAYS_IN
        if f"{way}index.html" in site.html and way not in ways
    ]


CHECKS = (names_are_listed, the_counts_are_those_of_the_record, every_way_in_leads_on)
