"""A tree is drawn from the function that decides, and from no other."""

from __future__ import annotations

import textwrap

import pytest

from tests.theme.small import TREE
from theme.faults import PageErrors


def test_a_tree_is_drawn_from_the_function_that_decides(draw):
    """Nested lists, Yes before No, with the leaves as links; the program is only read."""
    tree = draw(TREE).select_one("figure.tree")
    questions = [tag.get_text() for tag in tree.select(".tree-question")]
    leaves = [(a.get_text(), a["href"]) for a in tree.select(".tree-leaf")]
    answers = [tag.get_text() for tag in tree.select("li > .tree-answer")]

    assert questions == ["Does it wait?", "Is it < 1 ms?"]
    assert leaves == [
        ("threads", "other.md"),
        ("nothing (yet)", "../index.md"),
        ("processes", "other.md#cure"),
    ]
    assert answers == ["Yes", "No", "Yes", "No"]
    assert tree.select_one("li li a").get_text() == "nothing (yet)"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('if yes("a?"):\n    return "x"', "without a return"),
        ('if not yes("a?"):\n    return "x"\nreturn "y"', 'yes("question?")'),
        ('print()\nreturn "x"', "may hold only"),
        ('return "x" + "y"', "may hold only"),
    ],
)
def test_a_function_that_is_no_tree_stops_the_build(checkout, draw, body, message):
    """Whatever else it does could not be drawn; program and line are named."""
    source = f'"""Sentence."""\n\n\ndef choose(yes):\n{textwrap.indent(body, "    ")}\n'
    (checkout / "snippets/choosing/which.py").write_text(source)

    with pytest.raises(PageErrors, match=r"page\.md:2: .*which\.py:\d+: .*") as stopped:
        draw(TREE)
    assert message in str(stopped.value)
