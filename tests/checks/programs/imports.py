"""What a program imports: nothing of ours, nothing that is not named, nothing from the network."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from shelf import samples
from shelf.fault import Fault
from tests.checks.programs.reading import Program

#: Python's own modules, with those that newer ones bring along, so that an older one does not
#: take them for strangers.
PLAIN = sys.stdlib_module_names | {"annotationlib", "compression", "profiling"}
#: Our own rooms; what a reader copies knows none of them.
OURS = ("bootstrap", "docs", "recorder", "shelf", "snippets", "tests", "theme")
#: What opens a connection to another machine, Python's own and the usual others.
NETWORK = frozenset(
    "aiohttp ftplib http.client http.server httpx imaplib poplib requests smtplib socket"
    " socketserver ssl urllib.request urllib3 websockets xmlrpc".split()
)


def imported(program: Program) -> Iterator[tuple[str, int]]:
    """Each module that is imported, with its line; what is taken out of one follows it."""
    for node in program.nodes():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module, node.lineno
            for alias in node.names:
                yield f"{module}.{alias.name}", node.lineno


def stands_alone(program: Program) -> list[Fault]:
    """A copied program stands alone: what it imports is Python's own, or named in its header."""
    sample = program.sample
    known = samples(sample.root).values()
    neighbours = {other.name for other in known if other.topic == sample.topic}
    faults: dict[tuple[str, int], Fault] = {}
    for module, line in imported(program):
        top = module.partition(".")[0]
        if not top or top in OURS or top in neighbours - PLAIN:
            what, cure = f"imports {module}, a file of this checkout", "copy what it needs"
        elif top not in PLAIN and not _is_named(top, sample.header.dependencies):
            what = f"imports {top}, which a plain Python has not"
            if sample.header.dependencies:
                what += f" and its header does not name: {', '.join(sample.header.dependencies)}"
            cure = f'name what brings it in the header: dependencies = ["{top}"]'
        else:
            continue
        why = "the reader copies this one file, and it has to run alone"
        faults.setdefault((top, line), Fault(what, program.at(line), why, cure))
    return list(faults.values())


def _is_named(module: str, dependencies: tuple[str, ...]) -> bool:
    """Whether a header names the package that brings a module, or one with an extra of its name."""
    named = set()
    for dependency in dependencies:
        try:
            requirement = Requirement(dependency)
        except InvalidRequirement:
            continue
        named |= {canonicalize_name(name) for name in (requirement.name, *requirement.extras)}
    brought_by = [module, *_distributions().get(module, ())]
    return any(canonicalize_name(name) in named for name in brought_by)


@cache
def _distributions() -> dict[str, list[str]]:
    return dict(packages_distributions())


def no_network(program: Program) -> list[Fault]:
    """A program needs no other machine: its answer would not be the same twice."""
    if program.sample.header.stage:
        return []  # what it reaches for stands beside it, on this machine
    every = list(imported(program))
    own = {"http.server", "uvicorn"} & set(dict(every))
    if own and "127.0.0.1" in program.sample.source:
        return []  # it brings its own server, on this machine
    found = {}
    for module, line in every:
        if reaches := {module, module.partition(".")[0]} & NETWORK:
            found.setdefault((min(reaches), line), module)
    return [
        Fault(
            f"imports {name}, which reaches for the network",
            program.at(line),
            "a server answers otherwise each time or not at all, and the reader may be offline",
            "let a Barrier or an Event stand for the wait, or a sleep whose comment says so,"
            " and write the answer into the program as a constant",
        )
        for name, line in found
    ]
