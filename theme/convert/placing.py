"""Puts a drawn part where its stand-in came out of Python-Markdown."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from theme.elements import element


def put(root: Element, placeholder: str, part: Element) -> bool:
    """Put `part` where `placeholder` stands as text under `root`; False if it stands nowhere.

    A paragraph is split around it, since a paragraph holds no blocks.
    """
    for parent in root.iter():
        if parent.tag in ("code", "pre"):
            continue
        if placeholder in (parent.text or ""):
            before, _, after = (parent.text or "").partition(placeholder)
            parent.text, part.tail = before, after
            parent.insert(0, part)
            _free(root, parent, part)
            return True
        for at, child in enumerate(list(parent)):
            if placeholder in (child.tail or ""):
                before, _, after = (child.tail or "").partition(placeholder)
                child.tail, part.tail = before, after
                parent.insert(at + 1, part)
                _free(root, parent, part)
                return True
    return False


def _free(root: Element, paragraph: Element, part: Element) -> None:
    """Take `part` out of the paragraph that it stands in."""
    if paragraph.tag != "p":
        return
    outer = next(parent for parent in root.iter() if paragraph in list(parent))
    at, inner = list(outer).index(paragraph), list(paragraph).index(part)
    rest = element("p", None, (part.tail or "").lstrip("\n"), *list(paragraph)[inner + 1 :])
    for child in list(paragraph)[inner:]:
        paragraph.remove(child)
    rest.tail, paragraph.tail, part.tail = paragraph.tail, "\n", "\n"
    pieces = [paragraph, part, rest]
    outer[at : at + 1] = [p for p in pieces if p is part or len(p) or (p.text or "").strip()]
