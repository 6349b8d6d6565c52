"""What stands of a long program or transcript at first; all of it is on the page."""

from __future__ import annotations

from copy import copy

from bs4 import BeautifulSoup

from shelf import ROOT, samples
from tests.theme.small import GREET, show
from theme.parts import excerpt
from theme.parts.code import coloured

LONG = (
    '"""It waits."""\n\nfrom life import bread\n\n\nclass Oven:\n    def bake(self):\n'
    + "".join(f"        step({number})\n" for number in range(1, 13))
)


def written(checkout, name: str, program: str = LONG, transcript: str = "") -> None:
    """Puts a program and what it prints into the small checkout."""
    folder = checkout / "snippets/threads"
    (folder / f"{name}.py").write_text(program)
    (folder / f"{name}.txt").write_text(transcript or f"$ python {name}.py\n1\n")


def standing(code) -> str:
    """The text of a program less what is not seen at first."""
    own = copy(code)
    for rest in own.select("[hidden='until-found']"):
        rest.decompose()
    return own.get_text()


def test_a_later_program_shows_its_docstring_and_what_is_lit(checkout, draw):
    """With the lines that open what is lit; the first of a page, and a short one, stand whole."""
    for name in ("first", "later"):
        written(checkout, name)
    page = draw(
        show("threads/first") + show("threads/later", ' lines="12"') + show("threads/greet")
    )
    first, later, short = page.select("figure.sample")

    assert standing(first.code) == LONG
    assert standing(later.code) == (
        '"""It waits."""\nclass Oven:\n    def bake(self):\n        step(5)\n'
    )
    assert later.code.get_text() == LONG
    assert later.select_one(".hll").get_text() == "        step(5)\n"
    assert standing(short.code) == GREET


def test_the_rest_is_one_tap_away(checkout, draw):
    """By a box that needs no script and says how many lines there are; else there is none."""
    for name in ("first", "later"):
        written(checkout, name)
    page = draw(show("threads/first") + show("threads/later"))
    first, later = page.select("figure.sample")

    assert not first.select("label")
    assert later.select_one("figcaption label").get_text() == " All 19 lines"
    assert later.select_one("figcaption label input[type=checkbox]")
    assert later.select_one("button.sample-copy")


def test_two_side_by_side_stand_whole(checkout, draw):
    """They are there to be compared."""
    for name in ("first", "later"):
        written(checkout, name)
    page = draw("".join(show(f"threads/{name}", ' width="half"') for name in ("first", "later")))

    assert [standing(one) for one in page.select("code[data-sample]")] == [LONG, LONG]


def test_a_program_that_no_screen_holds_is_cut_though_it_is_the_first(checkout, draw):
    """What is lit of it stands."""
    written(checkout, "first", LONG + "".join(f"        step({n})\n" for n in range(100)))
    code = draw(show("threads/first", ' lines="8-9"')).select_one("code[data-sample]")

    assert standing(code).endswith("def bake(self):\n        step(1)\n        step(2)\n")


def test_of_a_long_transcript_the_command_and_the_end_stand(checkout, draw):
    """A traceback says in its last line what went wrong; a short transcript stands whole."""
    text = "$ python first.py\n" + "".join(f"line {number}\n" for number in range(1, 20))
    written(checkout, "first", transcript=text)
    printed = draw(show("threads/first")).select_one(".sample-output")

    assert printed.code.get_text() == text
    assert standing(printed.code).split("\n") == [
        *("$ python first.py", "line 1"),
        *("line 16", "line 17", "line 18", "line 19", ""),
    ]
    assert printed.select_one(".sample-label label").get_text() == " All 20 lines"


def test_every_program_keeps_its_bytes_where_it_is_cut():
    """Whatever is lit, the text of the whole is that of the file."""
    cut = 0
    for sample in samples(ROOT).values():
        lines = sample.shown.splitlines()
        lit = [number for number in (1, len(lines) // 2, len(lines)) if lines[number - 1].strip()]
        stands = excerpt.of_program(sample.shown, lit)
        if stands is None:
            continue
        cut += 1
        html = coloured(sample.shown).removesuffix("\n").split("\n")
        whole = BeautifulSoup(f"<pre>{excerpt.html(html, stands, lit)}</pre>", "html.parser")

        assert whole.get_text() == sample.shown
        assert {number - 1 for number in lit} <= stands
        assert len(whole.select("[hidden]")) == sum(
            start not in stands for start, _ in excerpt.runs(stands, len(lines))
        )
    assert cut > len(samples(ROOT)) / 2


#: Two classes, each with a function; what is lit stands in the second.
NESTED = "\n".join(
    [
        *('"""Doc."""', "class Other:", "    def bake(self):", "        pass", "        pass"),
        *("class Oven:", "    one = 1", "    two = 2", "    three = 3"),
        *("    async def bake(self):", "        one()", "        two()", "        three()"),
        *(
            "        for tin in tins:",
            "            four()",
            "            five()",
            "            six()",
        ),
        *("print(1)", "print(2)", "print(3)", "print(4)"),
    ]
)


def test_what_is_lit_stands_in_what_opens_it():
    """Each function or class around it, and none before those; a gap of two lines is filled."""
    assert excerpt.of_program(NESTED, [17]) == {0, 5, 9, 16}
    assert excerpt.of_program(NESTED, [14]) == {0, 5, 9, 13}
    assert excerpt.of_program(NESTED, [12]) == {0, 5, 9, 10, 11}
    assert excerpt.of_program(NESTED, [19]) == {0, 18, 19, 20}
    assert excerpt.of_program(NESTED, [2]) == {0, 1}
    # without a docstring, and with what is lit in the very first function
    assert excerpt.of_program(NESTED[11:], [4]) == {0, 1, 2, 3}


def test_less_than_a_tap_is_worth_is_not_left_out():
    """Eight lines are."""
    flat = '"""Doc."""\n' + "step()\n" * 8

    assert excerpt.of_program(flat, []) == {0}
    assert excerpt.of_program(flat.removesuffix("step()\n"), []) is None
    printed = "$ python x.py\n" + "line\n" * 13
    assert excerpt.of_transcript(printed) == {0, 1, 10, 11, 12, 13}
    assert excerpt.of_transcript(printed.removesuffix("line\n")) is None


def test_lines_follow_each_other_in_runs():
    assert list(excerpt.runs({1, 2}, 4)) == [(0, 1), (1, 3), (3, 4)]
    assert list(excerpt.runs({3}, 4)) == [(0, 3), (3, 4)]
    assert list(excerpt.runs({0, 1}, 2)) == [(0, 2)]
    assert list(excerpt.runs(set(), 0)) == []


def test_lit_lines_that_follow_are_lit_as_one():
    """Within what stands, and within what does not."""
    lit, end = '<span class="hll">', "</span>"

    assert excerpt.html(["a", "b", "c"], {0, 1, 2}, [1, 2]) == f"{lit}a\nb\n{end}c\n"
    assert excerpt.html(["a", "b", "c", "d"], {0, 2}, [3, 4]) == (
        f"a\n{excerpt.REST}b\n{end}{lit}c\n{end}{excerpt.REST}{lit}d\n{end}{end}"
    )
    label = excerpt.tap(5)
    assert (label.tag, label.get("class"), label[0].tail) == ("label", "sample-all", " All 5 lines")
