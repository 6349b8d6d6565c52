"""Every link of the built site leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from shelf.fault import Fault
from shelf.words import nearest
from tests.checks.site.site import ADDRESS, Site


def links_resolve(site: Site) -> list[Fault]:
    """Every link to the site's own pages, anchors and files finds its target."""
    faults = []
    for path, soup in site.html.items():
        for tag in soup.find_all(href=True) + soup.find_all(src=True):
            address = str(tag.get("href", tag.get("src")))
            found = target(site, path, address)
            if found is None:
                continue
            what = found if isinstance(found, str) else _missing(site, *found)
            if what:
                faults.append(
                    Fault(
                        f"the link {address!r} {what}",
                        site.at(path, f"]({address})", str(tag.get_text()).strip()),
                        "the reader who follows it gets nothing",
                        "correct the link; in docs/ it is the relative path of a .md file",
                    )
                )
    return list(dict.fromkeys(faults))


def target(site: Site, path: str, address: str) -> tuple[Path, str] | str | None:
    """The file and the anchor that a link means.

    Text says what is wrong; None is a link that leads out of the site.
    """
    here = ADDRESS + path.removesuffix("index.html")
    there, anchor = urldefrag(urljoin(here, address))
    if not there.startswith(ADDRESS):
        if urlsplit(there).netloc == urlsplit(ADDRESS).netloc:
            return f"leaves the site's folder; it would only work at {urlsplit(ADDRESS).netloc}/"
        return None
    inside = unquote(urlsplit(there).path.removeprefix(urlsplit(ADDRESS).path))
    if not inside or inside.endswith("/"):
        inside += "index.html"
    return site.folder / inside, unquote(anchor)


def _missing(site: Site, file: Path, anchor: str) -> str:
    """What is missing at the end of a link, "" if nothing is."""
    name = file.relative_to(site.folder).as_posix()
    if not file.is_file():
        return f"finds no {name}"
    if anchor and name in site.ids and anchor not in site.ids[name]:
        return f"finds no #{anchor} in {name}{nearest(anchor, site.ids[name])}"
    return ""


def ids_are_unique(site: Site) -> list[Fault]:
    """No two elements of a page share an id."""
    return [
        Fault(
            f"the id {name!r} stands {times} times",
            site.at(path, *_headings(site, path, name)),
            "a link to it finds only the first one",
            "rename one of the headings or figures",
        )
        for path, ids in site.ids.items()
        for name, times in Counter(ids).items()
        if times > 1
    ]


def _headings(site: Site, path: str, name: str) -> list[str]:
    """The text of the headings that have an id."""
    tags = site.html[path].find_all(re.compile("h[1-6]"), id=name)
    return [next(iter(tag.stripped_strings), "") for tag in tags]


def here_is_marked(site: Site) -> list[Fault]:
    """The list of pages says which of them this is, to eyes and to screen readers."""
    return [
        Fault(
            f"in the list of pages, {tag['href']} is {'' if marked else 'not '}marked as here",
            site.at(path),
            "who came by a search does not see where the page stands, and what is beside it",
            'in theme/site/main.html, give aria-current="page" to the way that leads here',
        )
        for path, soup in site.html.items()
        for tag in soup.select(".pages a")
        if (marked := tag.get("aria-current") == "page")
        != (target(site, path, str(tag["href"])) == (site.folder / path, ""))
    ]


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (
    links_resolve,
    ids_are_unique,
    here_is_marked,
)
