"""Builds the elements of a page part.

Links have to be elements of the tree that Python-Markdown makes: there every
generator finds them, checks them and turns a path between source files into
an address.  HTML that only passes through is rewritten by some generators and
not by others.  The text of a ``code`` element, on the other hand, has to stay
as it is to the byte; so it passes through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

#: Takes HTML that is to pass through, gives the text that stands for it in the tree.
Stash = Callable[[str], str]


def element(
    tag: str, attributes: dict[str, str] | None = None, *children: Element | str
) -> Element:
    """An element with `children` in order; a string among them is text."""
    made = Element(tag, attributes or {})
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + child
        else:  # a text alone stays what it is: it may be an AtomicString
            made.text = made.text + child if made.text else child
    return made


def span(kind: str, *children: Element | str) -> Element:
    """A ``span`` of the class `kind`."""
    return element("span", {"class": kind}, *children)


def link(href: str, *children: Element | str, **attributes: str) -> Element:
    """A link to `href`, a path between source files as Markdown has it."""
    return element("a", {"href": href, **attributes}, *children)


def prose(text: str) -> list[Element | str]:
    """Text whose words between backticks are ``code``."""
    parts: list[Element | str] = list(re.split(r"`([^`]+)`", text))
    parts[1::2] = [element("code", None, str(part)) for part in parts[1::2]]
    return parts


def stale_since(cure: str) -> Element:
    """What stands over a record that is older than its program, while the site is served."""
    words = f"⚠ stale, the program was edited since: {cure}"
    return element("p", {"class": "sample-missing"}, words)
