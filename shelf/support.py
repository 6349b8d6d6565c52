"""What the project promises: the Pythons and the systems that it supports, and how firmly."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from shelf.conditions import START_METHODS, SYSTEM_NAMES
from shelf.sample import ROOT

#: A Python on a system: ("linux", "3.14t").
Place = tuple[str, str]


def supported(root: Path = ROOT) -> list[str]:
    """The Pythons that the project supports ("3.14", "3.14t"), from pyproject.toml."""
    return list(_settings(_text(root))[0])


def observed(root: Path = ROOT) -> list[str]:
    """The systems and Pythons whose failures stop nothing, from pyproject.toml."""
    return list(_settings(_text(root))[1])


def newest(root: Path = ROOT) -> str:
    """The Python whose tracebacks pages show ("3.15"): the newest required one with the GIL."""
    tags, behind = _settings(_text(root))
    return [tag for tag in tags if tag not in behind and not tag.endswith("t")][-1]


def _text(root: Path) -> str:
    return (root / "pyproject.toml").read_text(encoding="utf-8")


@cache  # the text hardly ever changes, and each measurement that is drawn asks
def _settings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = tomllib.loads(text)["tool"]["parallel"]
    return tuple(table["supported"]), tuple(table.get("observed", ()))


#: The start methods that a system has.
METHODS = {"linux": START_METHODS, "macos": START_METHODS, "windows": ("spawn",)}


def places(pythons: Iterable[str]) -> list[Place]:
    """Where programs are run: each Python on Linux, and the newest of each kind elsewhere."""
    known = list(pythons)
    newest = [[tag for tag in known if tag.endswith("t") == free][-1:] for free in (False, True)]
    elsewhere = [
        (system, tag) for system in ("macos", "windows") for tags in newest for tag in tags
    ]
    return [("linux", tag) for tag in known] + elsewhere


def only_observed(place: Place, watched: Iterable[str]) -> bool:
    """Whether a failure at `place` stops nothing, where `watched` is only observed."""
    return not {*watched}.isdisjoint(place)


def place_name(place: Place) -> str:
    """A place in words: "Python 3.14t on Linux"."""
    system, tag = place
    return f"Python {tag} on {SYSTEM_NAMES[system]}"
