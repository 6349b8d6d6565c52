"""A page of the site as a leaf of a book: nothing to press, nothing folded, every program whole."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from theme.bind import ink

#: What has no use on paper: what is pressed, spoken, or the same again as a table of numbers.
GONE_TAGS = {"button", "input", "legend"}
GONE = {"spoken", "headerlink", "timeline-data", "chart-data"}
#: Of the right program of a pair: what it lost, and how much of it is folded. It is shown whole.
FOLDS = {"del", "small"}
#: How a figure speaks of what is not in the book, and what it says instead.
TABLE = " The table below tells the same.", ""
SIGNS = (
    "−\N{NO-BREAK SPACE}goes, +\N{NO-BREAK SPACE}comes.",  # noqa: RUF001
    "Where it differs, there is a bar.",
)
CONTROL = {"type", "for", "name", "checked", "download", "hidden"}


def leaf(article: Element, address: str) -> Element:
    """The article that stands at `address`, changed in its place."""
    parents = {child: parent for parent in article.iter() for child in parent}
    for element in list(article.iter()):
        if element is not article:
            _turn(element, parents, address)
    for element in article.iter():
        _bare(element)
    article.tag = "section"
    return article


def _turn(element: Element, parents: dict[Element, Element], address: str) -> None:
    parent, classes = parents[element], set((element.get("class") or "").split())
    folded = element.tag in FOLDS and any(one.tag == "pre" for one in _above(element, parents))
    pressed = element.tag in GONE_TAGS or element.text == "Download"
    if pressed or classes & GONE or folded:
        _remove(parent, element)
    elif "sample-name" in classes:
        _lead_to_file(element, parent, address)
    elif element.tag == "details":
        _unfold(element, classes)
    elif element.tag == "label" and (parent.tag == "p" or "sample-all" in classes):
        _remove(parent, element)  # it shows what a book shows anyhow
    elif element.tag == "label":
        element.tag, element.attrib = "p", {"class": "sample-label"}
    elif element.tag == "fieldset":
        element.tag = "div"


def _above(element: Element, parents: dict[Element, Element]) -> Iterator[Element]:
    while element in parents:
        element = parents[element]
        yield element


def _remove(parent: Element, element: Element) -> None:
    """Take an element out, and leave the words that follow it."""
    if element not in list(parent):
        return
    at, tail = list(parent).index(element), element.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _lead_to_file(name: Element, caption: Element, address: str) -> None:
    """A program's name leads to its file on the site, there to be had whole in one click."""
    files = [one.get("href", "") for one in caption.iter("a") if "download" in one.attrib]
    if files:
        name.set("href", urljoin(address, files[0]))


def _unfold(details: Element, classes: set[str]) -> None:
    """What is folded is shown; of a program's runs the marks, as the rest is on the site."""
    summary = details.find("summary")
    if summary is None:
        return
    details.tag, summary.tag = "div", "p"
    if "runs" in classes:
        for other in [one for one in details if one is not summary]:
            details.remove(other)
    summary.set("class", "summary")


def _bare(element: Element) -> None:
    """Without what only scripts and controls of the site ask for; its colours as values."""
    for name, value in list(element.attrib.items()):
        if name.startswith("data-") or name in CONTROL or (name == "role" and value != "img"):
            del element.attrib[name]
        else:
            element.set(name, ink.plain(value).replace(*TABLE))
    if "sample-says" in (element.get("class") or ""):
        for part in element.iter():
            part.text, part.tail = (
                text and text.replace(*SIGNS) for text in (part.text, part.tail)
            )
