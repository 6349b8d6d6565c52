"""The pages that are made from programs: nothing that a program uses is missing there."""

from __future__ import annotations

import ast

from recorder import samples
from recorder.fault import Fault
from tests.checks.site import Site

#: Modules whose names the index of names holds, each imported name of them.
LISTED = ("threading", "queue", "concurrent.futures", "asyncio", "contextvars")
INDEX = "names/index.html"


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
                    "look at theme/api.py, which reads the names from the programs",
                )
                for name in missing
            ]
    return faults
