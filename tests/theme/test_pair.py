"""A pair fence: a broken program whole, the right one as what changes in it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT, samples
from tests.checks.pages.paired import renamed
from tests.checks.site.pairs import NOT_OF_THE_OTHER, body, program_in
from theme.faults import PageErrors
from theme.parts.change import GAP, GONE, NEW, SAME, Piece, change
from theme.parts.pair import HALF

WRONG = (
    '"""It reads too early."""\n\nfrom life import bread, time\n\n\ndef bake(loaf):\n'
    + "".join(f"    step({number})\n" for number in range(1, 13))
)
RIGHT = WRONG.replace("It reads too early.", "It waits\nfor `time`.").replace(
    "    step(6)\n", "    wait(time)\n    step(6 < 7)\n"
)
PAIR = '```pair lines="3"\nthreads/bake_broken\nthreads/bake\n```\n'


@pytest.fixture
def pair(checkout, draw):
    """Draws the pair, of which the right program is given, and perhaps its option."""

    def drawn(right: str = RIGHT, fence: str = PAIR) -> BeautifulSoup:
        folder = checkout / "snippets/threads"
        for name, text in (("bake_broken", WRONG), ("bake", right)):
            (folder / f"{name}.py").write_text(text)
            (folder / f"{name}.txt").write_text(f"$ python {name}.py\n{name}\n")
        return draw(fence)

    return drawn


def test_the_right_program_is_what_changes(pair):
    """Lines that go and come in their place, what is around them, and how many are left out."""
    figure = pair().select_one("figure.pair")
    code = figure.select_one("#threads-bake code[data-sample='threads/bake']")
    kinds = ("del", "ins", "small")

    assert [(tag.name, tag.get_text()) for tag in code.find_all(kinds)] == [
        ("small", "⋯ 3 lines the same\n"),
        ("small", "⋯ 4 lines the same\n"),
        ("del", "goes:     step(6)\n"),
        ("ins", "comes:     wait(time)\n"),
        ("ins", "    step(6 < 7)\n"),
        ("small", "⋯ 5 lines the same\n"),
    ]
    assert program_in(code) == RIGHT
    assert body(program_in(code, NOT_OF_THE_OTHER)) == body(WRONG)
    shown = program_in(code, "small, .spoken, .rest")
    assert shown == "def bake(loaf):\n" + "    step(5)\n    step(6)\n" + (
        "    wait(time)\n    step(6 < 7)\n    step(7)\n"
    )


def test_both_can_be_taken_and_are_told_apart(pair):
    """The broken one is whole and marked, the right one has its buttons and the whole at hand."""
    figure = pair().select_one("figure.pair")
    wrong, right = figure.find_all("figure", recursive=False)

    assert wrong["id"] == "threads-bake_broken"
    assert wrong.select_one("code").get_text() == WRONG
    assert wrong.select_one(".hll")
    assert not wrong.select("button")
    assert "✗ Broken on purpose: It reads too early." in wrong.figcaption.get_text()
    assert right.select_one("button.sample-copy")
    assert right.select_one("a[download]")["href"].endswith("threads/bake.py")
    assert right.select_one(".sample-says").get_text().split(". ")[0] == "It waits for time"
    assert right.select_one(".sample-says code").get_text() == "time"
    assert right.select_one("label input[type=checkbox]")
    prints = figure.select_one("div.prints.beside").find_all(recursive=False)
    assert [one.p.get_text() for one in prints] == ["bake_broken.py prints", "bake.py prints"]
    assert [one.code.get_text().split("\n")[1] for one in prints] == ["bake_broken", "bake"]


VARIANT = '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# gil = true\n# ///\n'


@pytest.mark.parametrize(
    ("printed", "header", "beside"),
    [("x" * HALF, "", True), ("x" * (HALF + 1), "", False), ("x", VARIANT, False)],
)
def test_what_both_print_stands_side_by_side_where_it_is_narrow(
    checkout, draw, printed, header, beside
):
    """Not where a line is longer than half of the width, nor where one prints in several ways."""
    folder = checkout / "snippets/threads"
    for name, text in (("bake_broken", WRONG), ("bake", RIGHT)):
        (folder / f"{name}.py").write_text(header + text)
        for ending in ("", ".older") if header else ("",):
            told = f"$ python {name}.py\n{printed}\nand\n"
            (folder / f"{name}{ending}.txt").write_text(told)
    prints = draw(PAIR).select_one("figure.pair div.prints")

    assert ("beside" in prints["class"]) == beside
    assert HALF == 36


def test_two_that_differ_much_stand_whole(pair):
    """In more than a third of their lines; then each prints below itself, and both are lit."""
    figure = pair(
        RIGHT.replace("step(1", "leap(1").replace("step(7)", "go(7)").replace("step(8)", "go(8)"),
        PAIR.replace('"3"', '"3" right="4"'),
    ).select_one("figure.pair")
    wrong, right = figure.find_all("figure", recursive=False)

    assert not figure.select("del, ins, small, .prints")
    assert [len(one.select("code[data-transcript]")) for one in (wrong, right)] == [1, 1]
    assert right.select_one(".hll").get_text() == "from life import bread, time\n"


@pytest.mark.parametrize(
    ("fence", "words"),
    [
        ("```pair\nthreads/bake\nthreads/bake_broken\n```\n", "names a broken program and below"),
        ("```pair\nthreads/bake_broken\nthreads/lose\n```\n", "threads/bake_broken, then threads/"),
        ("```pair\nthreads/bake_broken\n```\n", "names a broken program and below it the right"),
        (PAIR.replace("lines", "right"), 'right="3" lights lines of a program that stands whole'),
        (PAIR.replace('"3"', '"99"'), "has lines 1 to"),
    ],
)
def test_what_is_no_pair_is_told(pair, fence, words):
    """With the stems in the order in which they have to stand."""
    with pytest.raises(PageErrors, match=words):
        pair(fence=fence)


def test_every_pair_of_the_site_changes_to_its_right_program():
    """Whatever is shown, gone and left out, the pieces cover both programs."""
    known = samples(ROOT)
    wrong = [one for one in known.values() if one.broken and one.neighbour in known]
    changed = 0
    for one in wrong:
        old, new = one.shown.splitlines(), known[one.neighbour].shown.splitlines()
        pieces = change(one.shown, known[one.neighbour].shown)
        if pieces is None:
            continue
        changed += 1
        after = [line for p in pieces if p.kind != GONE for line in new[p.start : p.stop]]
        gone = [line for p in pieces if p.kind == GONE for line in old[p.start : p.stop]]
        assert new[-len(after) :] == after
        assert len(gone) < len(old) / 2
        assert all(p.stop - p.start > 1 for p in pieces if p.kind == GAP)
    assert changed > len(wrong) / 2


def test_a_change_names_what_it_stands_in():
    """The function that opens around it is shown, and no blank line."""
    assert change(WRONG, WRONG.replace("step(12)", "stop()")) == [
        Piece(GAP, 2, 5),
        Piece(SAME, 5, 6),
        Piece(GAP, 6, 16),
        Piece(SAME, 16, 17),
        Piece(GONE, 17, 18),
        Piece(NEW, 17, 18),
    ]


@pytest.mark.parametrize("head", ["", '"""It says what it does."""\n\n'])
@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ("abcd", "abcdxy", False),
        ("abc", "abcxy", True),
        ("abcd", "axybcd", False),
        ("abc", "axybc", True),
        ("abcdxy", "abcd", False),
        ("abcxy", "abc", True),
        ("axybcd", "abcd", False),
        ("axybc", "abc", True),
        ("abc", "axc", False),
        ("ab", "ax", True),
        ("abcdef", "abxyef", False),
        ("abcde", "abxye", True),
        ("abcdefghi", "xbcdyfghz", False),
        ("abcdefgh", "xbcdyfgz", True),
    ],
)
def test_more_than_a_third_of_the_longer_one_is_too_much(head, old, new, whole):
    """Wherever it stands: what comes, goes or takes the place of others; the docstring aside."""
    texts = [head + "".join(f"{letter}()\n" for letter in letters) for letters in (old, new)]

    assert (change(*texts) is None) == whole


def test_two_with_other_headers_stand_whole():
    """What stands above the docstring is no part of what is shown as a change."""
    right = WRONG.replace("step(12)", "stop()")

    assert change(f"# one\n{WRONG}", f"# one\n{right}")
    assert change(f"# one\n{WRONG}", f"# other\n{right}") is None


def test_a_name_changed_in_one_half_is_seen():
    """One that both halves could have; not one that only Python calls, or that nobody uses."""
    assert renamed("votes = 1\nprint(votes)\n", "ballots = 1\nprint(ballots)\n") == (
        "votes",
        "ballots",
    )
    assert renamed("_far = 1\n", "far = 1\n") is None
    assert renamed("votes = 1\n", "with lock:\n    total = 2\n") is None
