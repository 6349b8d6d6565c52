"""A workflow as the rules read it, and how a rule is told."""

from __future__ import annotations

import re
import sysconfig
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from shelf import ROOT, supported
from shelf.fault import Fault
from shelf.support import observed

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
PINS = tomllib.loads((ROOT / ".github" / "actions.toml").read_text())
SUPPORTED, OBSERVED = supported(), observed()
#: macOS and Windows run the newest of each kind.
NEWEST = [[tag for tag in SUPPORTED if tag.endswith("t") == free][-1] for free in (False, True)]
SERIES = int(NEWEST[0].partition(".")[2])
#: Not released yet: tried by the weekly run alone.
NEXT = [f"3.{SERIES + 1}", f"3.{SERIES + 1}t"]
RUNNERS = {"ubuntu-24.04", "macos-15", "windows-2025"}
TOOLS = sysconfig.get_path("scripts")


@dataclass(frozen=True)
class Workflow:
    """A workflow as the rules read it: every value a string, every line known."""

    file: str
    text: str

    @cached_property
    def data(self) -> dict[str, Any]:
        return yaml.load(self.text, Loader=yaml.BaseLoader)

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        return self.data["jobs"]

    @property
    def triggers(self) -> dict[str, Any]:
        given = self.data["on"]
        return given if isinstance(given, dict) else dict.fromkeys(given)

    @property
    def scheduled(self) -> bool:
        return "schedule" in self.triggers

    def line(self, what: str) -> int:
        """The line that a finding is about: the one that it names, or that of its job."""
        if found := re.match(r"line (\d+): ", what):
            return int(found[1])
        found = re.match(r"(?:job|a step of) ([\w-]+)", what)
        lines = self.text.splitlines()
        return lines.index(f"  {found[1]}:") + 1 if found and f"  {found[1]}:" in lines else 1

    def steps(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, job in self.jobs.items():
            for step in job["steps"]:
                yield name, step

    def scalars(self) -> Iterator[yaml.ScalarNode]:
        waiting = [yaml.compose(self.text, Loader=yaml.BaseLoader)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                yield node
            elif isinstance(node, yaml.MappingNode):
                waiting += [part for pair in node.value for part in pair]
            else:
                waiting += node.value


Rule = Callable[[Workflow], Iterator[str]]
RULES: dict[Rule, str] = {}


def rule(cure: str) -> Callable[[Rule], Rule]:
    """A rule yields what is wrong; its docstring says why that matters."""

    def known(function: Rule) -> Rule:
        RULES[function] = cure
        return function

    return known


def faults(check: Rule, workflow: Workflow) -> list[Fault]:
    """What a rule finds, in the four parts of every message."""
    why = " ".join((check.__doc__ or "").split())
    return [
        Fault(
            re.sub(r"^line \d+: ", "", what),
            f".github/workflows/{workflow.file}:{workflow.line(what)}",
            why,
            RULES[check],
        )
        for what in check(workflow)
    ]


def in_matrix(job: dict[str, Any], key: str) -> list[str]:
    matrix = job["strategy"]["matrix"]
    return matrix.get(key, []) + [cell[key] for cell in matrix.get("include", []) if key in cell]


def prerelease(job: dict[str, Any]) -> bool:
    """Whether a job takes Pythons that are not released yet."""
    return any("allow-prereleases" in step.get("with", {}) for step in job["steps"])
