"""Follows every link that leads out of the site: ``make links``, after ``make site``.

Only the weekly run does this: a stranger's server that is down must not turn
a contributor's change red.  A server that answers, and refuses a robot, is
named and is no fault.
"""

from __future__ import annotations

import argparse
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup

from shelf import ROOT
from shelf.fault import Fault, report
from shelf.words import counted
from tests.checks.site.site import Site

#: Seconds for one answer, bytes that are read of it, and pauses before another try.
PATIENCE, ENOUGH, PAUSES = 20.0, 8_000_000, (2.0, 10.0)
#: Answers of a server that is there and does not want to be asked by us.
REFUSED = {401, 403, 405, 406, 418, 429, 451, 999}
AGENT = "Mozilla/5.0 (compatible; python-in-parallel link check)"
#: Places that exist on nobody's machine but the reader's own.
NOWHERE = re.compile(r"https?://([\w.-]*\.)?(example\.(com|org|net)|localhost)([:/]|$)")


@dataclass(frozen=True)
class Answer:
    """What came of asking: "" or what is wrong, and whether that is certain."""

    wrong: str = ""
    dead: bool = True


def links(site: Site, own: Iterable[str]) -> dict[str, list[str]]:
    """Every address that leads out of the site, with the pages that name it.

    ``own`` are the beginnings of our own addresses, of the site and of the
    repository: what a fork calls itself is nobody's dead link.
    """
    found: dict[str, list[str]] = defaultdict(list)
    ours = tuple(address for address in own if address)
    for path, soup in site.html.items():
        for tag in soup.find_all("a", href=re.compile("^https?://")):
            address = str(tag["href"])
            if not address.startswith(ours) and not NOWHERE.match(address):
                where = place(site, path, address)
                if where not in found[address]:
                    found[address].append(where)
    return dict(found)


def place(site: Site, path: str, address: str) -> str:
    """Page and line that a person wrote, where there is one."""
    page = site.sources.get(path)
    if page is None:
        return path
    name = page.path.relative_to(site.root).as_posix()
    for number, line in enumerate(page.path.read_text(encoding="utf-8").splitlines(), 1):
        if address in line:
            return f"{name}:{number}"
    return name


def own_addresses(site: Site) -> list[str]:
    """The site's address and the repository's, as the pages name them."""
    found = []
    for soup in site.html.values():
        for tag in soup.select("link[rel=canonical]"):
            parts = urlsplit(str(tag["href"]))
            found.append(f"{parts.scheme}://{parts.netloc}/")
        for tag in soup.select("a.repository"):
            found.append(str(tag["href"]))
    return list(dict.fromkeys(found))


class Asker:
    """Asks, one question at a time of each server, and again where the answer may pass."""

    def __init__(self, patience: float = PATIENCE, pauses: tuple[float, ...] = PAUSES) -> None:
        self.patience, self.pauses = patience, pauses
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    def ask(self, address: str) -> Answer:
        """Whether `address` leads somewhere, and its anchor too."""
        with self._guard:
            lock = self._locks[urlsplit(address).netloc]
        with lock:
            answer = self._once(address)
            for pause in self.pauses:
                if answer.dead or not answer.wrong:
                    break
                time.sleep(pause)
                answer = self._once(address)
        return answer

    def _once(self, address: str) -> Answer:
        page, anchor = urldefrag(address)
        request = urllib.request.Request(page, headers={"User-Agent": AGENT, "Accept": "*/*"})
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as response:
                kind = response.headers.get_content_type()
                data = response.read(ENOUGH) if anchor and kind == "text/html" else b""
        except urllib.error.HTTPError as error:
            error.close()
            certain = error.code not in REFUSED and error.code < 500
            return Answer(f"answers {error.code} {error.reason}".strip(), certain)
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            # A name that does not resolve, or a port that nobody listens on.
            certain = isinstance(reason, socket.gaierror | ConnectionRefusedError)
            return Answer(f"gives no answer ({reason})", certain)
        if data and not has(data.decode("utf-8", "replace"), anchor):
            return Answer(f"has no #{anchor}")
        return Answer()


def has(html: str, anchor: str) -> bool:
    """Whether a page has an element of that name; what a script adds later counts as there."""
    anchor = unquote(anchor)
    if anchor.startswith((":~:", "L", "!")):  # a passage, a line of code, a script's own
        return True
    named = BeautifulSoup(html, "html.parser").find_all(["a"], attrs={"name": anchor})
    ids = {unescape(name) for name in re.findall(r"""\bid=["']?([^"'\s>]+)""", html)}
    return bool(named) or anchor in ids or f"user-content-{anchor}" in ids


def faults(found: dict[str, list[str]], asker: Asker) -> tuple[list[Fault], list[str]]:
    """The dead links, and in words those of which nothing is certain."""
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(found, pool.map(asker.ask, found), strict=True))
    dead = [
        Fault(
            f"the link {address} {answers[address].wrong}{others(len(places) - 1)}",
            min(places, key=lambda where: ":" not in where),
            "the reader who follows it gets nothing",
            "link what took its place, or say in your own words what stood there",
        )
        for address, places in found.items()
        if answers[address].wrong and answers[address].dead
    ]
    unsure = [
        f"not certain: {address} {answer.wrong}"
        for address, answer in answers.items()
        if answer.wrong and not answer.dead
    ]
    return dead, unsure


def others(count: int) -> str:
    """How many more places name a link; one of each is enough to find them."""
    return f" (and in {counted(count, 'more place')})" if count else ""


def main(arguments: list[str] | None = None, asker: Asker | None = None) -> int:
    """Check the site that was built; 1 if a link is dead, 2 if there is no site."""
    parser = argparse.ArgumentParser(prog="python -m tests.chores.links", description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    site = Site(ROOT, parser.parse_args(arguments).site)
    if not site.html:
        print(f"links: there is no site in {site.folder}: make site", file=sys.stderr)
        return 2
    found = links(site, own_addresses(site))
    dead, unsure = faults(found, asker or Asker())
    for line in unsure:
        print(line)
    if dead:
        print(report(dead))
    alive = len(found) - len(dead) - len(unsure)
    lead = f"{counted(len(found), 'link')} out of the site"
    print(f"{lead}: {alive} alive, {len(dead)} dead, {len(unsure)} not certain")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
