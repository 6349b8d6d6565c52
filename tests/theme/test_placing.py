"""A part stands where its stand-in stood, and no paragraph holds a block."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring, tostring

import markdown
import pytest

from theme.convert.placing import put
from theme.faults import PageErrors


def placed(text: str) -> str:
    """The text of an element once a part was put where X stands in it."""
    root = fromstring(text)
    assert put(root, "X", Element("hr")) is True
    return tostring(root, "unicode")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("<div><p>X</p></div>", "<div><hr />\n</div>"),
        ("<div><p> X \n</p>after</div>", "<div><hr />\n</div>"),
        (
            "<div><p>one X two <b>three</b> four</p>after</div>",
            "<div><p>one </p>\n<hr />\n<p> two <b>three</b> four</p>after</div>",
        ),
        (
            "<div><p>one</p><p>X</p><p>two</p></div>",
            "<div><p>one</p><hr />\n<p>two</p></div>",
        ),
        ("<div><p>X\ntwo</p><p>three</p></div>", "<div><hr />\n<p>two</p><p>three</p></div>"),
        (
            "<div><p><i /><b>one</b> X\ntwo<i /></p></div>",
            "<div><p><i /><b>one</b> </p>\n<hr />\n<p>two<i /></p></div>",
        ),
        ("<div><p><b />X<i /></p></div>", "<div><p><b /></p>\n<hr />\n<p><i /></p></div>"),
        (
            "<ul><li><p>one X</p></li><li><p>two</p></li></ul>",
            "<ul><li><p>one </p>\n<hr />\n</li><li><p>two</p></li></ul>",
        ),
    ],
)
def test_a_paragraph_is_split_around_it(text: str, instead: str) -> None:
    """What stands before and behind stays, and an empty paragraph goes."""
    assert placed(text) == instead


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("<ul><li>one X two<b /></li></ul>", "<ul><li>one <hr /> two<b /></li></ul>"),
        ("<ul><li><b />one X two<i /></li></ul>", "<ul><li><b />one <hr /> two<i /></li></ul>"),
        ("<div><b />X</div>", "<div><b /><hr /></div>"),
    ],
)
def test_what_may_hold_a_block_is_left_whole(text: str, instead: str) -> None:
    assert placed(text) == instead


def test_what_is_code_is_left_as_it_is() -> None:
    """Another place counts, and where there is none nothing is put anywhere."""
    assert placed("<div><code>X</code><pre>X<b />X</pre><li>X</li></div>") == (
        "<div><code>X</code><pre>X<b />X</pre><li><hr /></li></div>"
    )
    root = fromstring("<div><code>X</code><p>one</p></div>")
    assert put(root, "X", Element("hr")) is False
    assert tostring(root, "unicode") == "<div><code>X</code><p>one</p></div>"


def test_fences_need_what_hands_them_over() -> None:
    """And it has to come first."""
    for order in (["theme.convert"], ["theme.convert", "pymdownx.superfences"]):
        with pytest.raises(
            PageErrors, match=r"mkdocs.yml: pymdownx.superfences has to stand before theme.convert$"
        ):
            markdown.markdown("text", extensions=order)
