"""What a browser saw on a page before, which holds for as long as nothing differs by a byte.

Kept below ``.cache`` by the digest of the page, of what it loads, of the browser and
of what looks.  A page with a fault is looked at each time, and on CI each page is.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from bs4 import BeautifulSoup

from tests.checks.site import browser, seen
from tests.checks.site.browser import CHROMIUM
from tests.checks.site.seen import AXE, STILL, Seen

#: What no page loads: other pages, and what is there to be read or downloaded.
NOT_LOADED = {".html", ".md", ".txt", ".json", ".xml", ".py", ".zip"}

Look = Callable[[Path, list[str]], dict[str, Seen]]


def read(
    folder: Path, paths: list[str], kept: Path, look: Look = seen.read, by: str = ""
) -> dict[str, Seen]:
    """Every page of a built site, as it is seen, or was when all was the same; in `kept`."""
    by = by or _who_looks()
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    # where the search is opened, a page hangs on all others
    loaded, whole = _sum(folder, all_of_it=False), _sum(folder, all_of_it=True)
    searched = seen.first_of_each_kind(folder)
    keys = {}
    for path in paths:
        beside = whole if path in searched else loaded
        own = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        keys[path] = " ".join((path, own, beside, hashlib.sha256(by.encode()).hexdigest()))
    found = {path: known[key] for path, key in keys.items() if key in known}
    good = {keys[path]: one for path, one in found.items()}
    fresh = [path for path in paths if path not in found]
    for path, one in look(folder, fresh).items() if fresh else ():
        found[path] = one
        if not has_fault(one, BeautifulSoup((folder / path).read_bytes(), "html.parser")):
            good[keys[path]] = one
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps(good), encoding="utf-8")
    part.replace(kept)
    return {path: found[path] for path in paths}


def has_fault(one: Seen, page: BeautifulSoup) -> bool:
    """Whether something is wrong with a page, which the checks tell from what was seen."""
    buttons = page.select("figure:has(.sample-copy) code[data-sample]")
    lost = {str(code["data-sample"]) for code in buttons} - one["copied"].keys()
    moved = one["shift"] >= STILL or one["plain"] != one["shown"]
    return bool(one["axe"] or one["said"] or one["off paper"] or one["dead"] or lost or moved)


def _sum(folder: Path, all_of_it: bool) -> str:
    """The digest of what a page may load beside itself, or of everything."""
    sum_ = hashlib.sha256()
    for file in _files(folder):
        if all_of_it or file.suffix not in NOT_LOADED:
            sum_.update(f"\0{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return sum_.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _who_looks() -> str:
    """The browser with its version, and the sources of what looks."""
    words = [CHROMIUM.path(), "--version"]
    version = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    sources = [Path(room.__file__).read_text(encoding="utf-8") for room in (seen, browser)]
    return "\0".join([version, *sources, AXE])
