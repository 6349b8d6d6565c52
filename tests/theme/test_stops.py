"""What stops a build, and what is said of it."""

from __future__ import annotations

import textwrap

import pytest

from tests.theme.small import TREE, converted, show
from theme.faults import PageErrors

# What stops a build


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (show("threads/gret"), 1, "no program 'threads/gret'; did you mean threads/greet,"),
        ("\n\n" + show("threads/greet", ' line="1"'), 3, "'line'; did you mean lines?"),
        (show("threads/greet", " lines=1"), 1, "was not understood"),
        ("```sample\nthreads/greet\n", 1, "was not understood"),
        (show("threads/greet", ' lines="4"'), 1, "which has lines 1 to 3"),
        (show("threads/greet", ' lines="2"'), 1, "line 2, which is blank"),
        (show("threads/greet", ' lines="3,1"'), 1, "out of order"),
        (show("threads/greet", ' lines="a"'), 1, 'write lines="7-9"'),
        (show("threads/greet\nprint(1)"), 1, "holds nothing else"),
        (show(""), 1, "names no program"),
        (show("threads/greet") + "\n" + show("threads/greet"), 5, "page.md:1 too"),
        (show("threads/lose"), 1, "stands at docs/threads/other.md:3 too"),
        (show("threads/odd"), 1, "odd.py:1: not Python"),
        ("text\n\n" + textwrap.indent(show("threads/greet"), " " * 8), 3, "indent it less"),
        ("<div>\n" + show("threads/greet") + "</div>\n", 2, "inside HTML"),
        ("```sampel\nthreads/greet\n```\n", 1, "no fence 'sampel'; did you mean sample?"),
        ("one\n\n`[[x]]` [[threads/los]]", 3, "'threads/los'; did you mean threads/lose"),
        ("[[threads/greet]]", 1, "no page shows threads/greet"),
        ("[[threads/newer.oldr]]", 1, "no fact 'oldr'; did you mean older?"),
        ("[[threads/lose.python]]", 1, "its header states none"),
        ("[[threads/newer.older|then]]", 1, "leave out |then"),
        ("[[threads/lose.speed | 1.6..2.0]]", 1, "no fact 'speed'"),
        ("[[threads/newer.older | 1.6..2.0]]", 1, "bounds a number, and threads/newer has no"),
        ("[[threads/newer.older | 1.6..2.0 or so]]", 1, "leave out | 1.6..2.0 or so"),
        ("[[threads/lose and more]]", 1, "[[threads/lose and more]] names no program"),
        ("x [[lose]]", 1, "names no program"),
        ("| a |\n|---|\n| [[threads/lose|it]] |", 3, "does not close"),
        ("[[threads/lose.marks|where]]", 1, "marks words of their own; leave out |where"),
        ("[[threads/greet.marks]]", 1, "no page shows threads/greet"),
        (TREE.replace("    ", "").replace("threads: ", "thread: "), 4, "no leaf 'thread'"),
        (TREE.replace("    ", "").replace("../index", "../home"), 5, "no page '../home.md'"),
        (TREE.replace("    ", "").replace("processes:", "threads:"), 6, "two pages"),
        (TREE.replace("    processes: other.md#cure\n", ""), 2, "'processes' of choosing/which"),
        (TREE.replace("    ", "").replace("choosing/which", "threads/lose"), 2, "choose(yes)"),
    ],
)
def test_a_fault_stops_the_build_with_page_and_line(draw, text, line, message):
    """The message says what exists instead, or what to write."""
    with pytest.raises(PageErrors) as stopped:
        draw(text)

    assert f"docs/threads/page.md:{line}: " in str(stopped.value)
    assert message in str(stopped.value)


def test_all_faults_of_a_page_are_said_at_once_below_its_front_matter(draw):
    """Lines are those of the file, though the generator took its head away."""
    with pytest.raises(PageErrors) as stopped:
        draw("---\ntitle: x\n---\n\n# Title\n\n[[threads/a]]\n\n" + show("threads/b"))

    assert [line.split(": ")[0] for line in str(stopped.value).splitlines()] == [
        "docs/threads/page.md:7",
        "docs/threads/page.md:9",
    ]


def test_a_broken_program_needs_its_right_neighbour(checkout, draw):
    """Without one, a reader would be left with the wrong way only."""
    (checkout / "docs/threads/other.md").unlink()

    with pytest.raises(PageErrors, match="no page shows threads/lose;"):
        draw(show("threads/lose_broken"))


def test_a_text_that_is_no_page_is_told(checkout):
    """Without a place its links would lead nowhere."""
    with pytest.raises(PageErrors, match=r"not under docs/:1: .* no page under docs/"):
        converted(checkout, show("threads/greet"))


def test_two_pages_of_one_text_are_told(draw):
    """Which one is meant could not be known."""
    draw("# Twin\n")
    with pytest.raises(PageErrors, match=r"docs/index\.md and docs/threads/page\.md hold the same"):
        draw("# Twin [[threads/lose]]\n", "index.md")
        draw("# Twin [[threads/lose]]\n")


def test_other_fences_are_let_be(draw):
    """Of a language that can be coloured, or of none."""
    page = draw("```\nplain\n```\n\n```python\nprint(1)\n```\n\n```console\n$ ls\n```\n")

    assert [code.get_text().strip() for code in page.select("pre")] == ["plain", "print(1)", "$ ls"]
