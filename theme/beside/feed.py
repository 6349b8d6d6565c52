"""The feed of changes: what the page of changes tells, for a reader's own program."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, indent, tostring

from theme.book.addresses import FEED
from theme.book.history import Change, history
from theme.book.library import book
from theme.elements import element
from theme.registers.changes import entry

MOST = 30
#: The day of a feed that has nothing to tell.
NEVER = "1970-01-01"


def feed(root: Path, address: str) -> str:
    """The feed of the site at `address`, in Atom; the same commit gives the same text."""
    told = [change for change in history(root).changes if entry(book(root), change)][:MOST]
    whole = element(
        "feed",
        {"xmlns": "http://www.w3.org/2005/Atom"},
        element("title", None, "Python in parallel: what changed"),
        element("id", None, address),
        element("updated", None, _instant(told[0].day if told else NEVER)),
        element("author", None, element("name", None, "Python in parallel")),
        element("link", {"rel": "self", "href": f"{address}{FEED}"}),
        element("link", {"href": f"{address}changes/"}),
        *(_entry(change, address) for change in told),
    )
    indent(whole)
    return tostring(whole, "unicode", xml_declaration=False) + "\n"


def _entry(change: Change, address: str) -> Element:
    slug = re.sub(r"[^a-z0-9]+", "-", f"{change.day} {change.subject}".lower()).strip("-")
    return element(
        "entry",
        None,
        element("title", None, change.subject),
        element("id", None, f"{address}changes/#{slug}"),
        element("updated", None, _instant(change.day)),
        element("link", {"href": f"{address}changes/#{change.day}"}),
    )


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"
