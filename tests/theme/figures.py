"""A figure as it is drawn, apart from a page, with what passes through in its place."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from bs4 import BeautifulSoup

from theme.parts.part import Asked, Part


class Kept:
    """Takes what is to pass through, and puts it back."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> str:
        self.texts.append(text)
        return f"[{len(self.texts) - 1}!]"

    def soup(self, part: Element) -> BeautifulSoup:
        """The part, whole."""
        html = tostring(part, encoding="unicode")
        for number, text in enumerate(self.texts):
            html = html.replace(f"[{number}!]", text)
        return BeautifulSoup(html, "html.parser")


def figure(part: Part, asked: Asked) -> BeautifulSoup:
    """What `part` draws."""
    kept = Kept()
    return kept.soup(part.draw(Asked(asked.fence, asked.links, asked.options, 0, kept)))
