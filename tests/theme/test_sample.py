"""A sample fence: the program to the byte, its outputs, its lit lines."""

from __future__ import annotations

import textwrap

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT, samples
from tests.theme.small import GREET, converted, show
from theme.faults import PageErrors
from theme.parts.code import coloured, terminal
from theme.parts.sample import spans


def test_a_program_and_its_output_are_shown_to_the_byte(draw):
    """What a figure holds is the file less its header, and the transcript as it is."""
    figure = draw(show("threads/greet")).find("figure", id="threads-greet")
    code = [str(tag.get_text()) for tag in figure.select("pre > code")]

    assert code == [GREET, "$ python greet.py\na < b &amp; c\n"]
    assert figure.select_one("code[data-sample='threads/greet']").get_text() == GREET
    assert figure.select_one("code[data-transcript]").get_text() == code[1]


def test_every_real_program_keeps_its_bytes():
    """No colouring changes a character of any program or transcript of the site."""
    for sample in samples(ROOT).values():
        last = len(sample.shown.splitlines())
        seen = BeautifulSoup(f"<pre>{coloured(sample.shown, [1, last])}</pre>", "html.parser")

        assert seen.get_text() == sample.shown
        for path in sample.path.parent.glob(f"{sample.name}.*txt"):
            text = path.read_bytes().decode()
            assert BeautifulSoup(f"<pre>{terminal(text)}</pre>", "html.parser").get_text() == text


def test_a_right_program_can_be_copied_and_a_broken_one_cannot(draw):
    """A broken one is marked by a word, says what goes wrong, and leads to the right one."""
    page = draw(show("threads/greet"))
    other = draw((show("threads/lose_broken") + show("threads/lose")), "threads/other.md")
    broken = other.find("figure", id="threads-lose_broken")
    warning = broken.select_one(".sample-warning")

    assert "broken" not in page.figure["class"]
    assert page.figure.select_one("button.sample-copy").get_text() == "Copy"
    assert "broken" in broken["class"]
    assert not broken.select("button")
    assert "✗ Broken on purpose: Two deposits read first, so one is lost. Use lose.py" in (
        warning.get_text()
    )
    assert warning.a["href"] == "#threads-lose"


def test_how_a_run_ended_is_said(checkout):
    """In words, below what it printed, and for a broken program in its warning too."""
    text = (checkout / "docs/threads/other.md").read_text()
    page = BeautifulSoup(converted(checkout, text), "html.parser")
    ends = {
        figure["id"]: [end.get_text() for end in figure.select(".sample-end")]
        for figure in page.select("figure")
    }
    hang = page.find("figure", id="threads-stop_broken").get_text()

    assert ends["threads-lose"] == []
    assert ends["threads-stop_broken"] == ["■ never ends: stopped after 3 seconds"]
    assert ends["threads-fail"] == ["■ ends with exit status 1: Broken"]
    assert ends["threads-newer"] == ["■ killed by SIGABRT"]
    assert "✗ Broken on purpose: never ends." in hang
    assert "prints nothing" in hang


def test_cases_that_differ_are_tabs_without_a_script(checkout):
    """One radio button for each case, the usual one chosen, all texts on the page."""
    text = (checkout / "docs/threads/other.md").read_text()
    cases = BeautifulSoup(converted(checkout, text), "html.parser").select_one("fieldset")
    buttons = cases.select("input[type=radio]")
    labels = [cases.find("label", attrs={"for": button["id"]}).get_text() for button in buttons]
    texts = {code.get("data-variant"): code.get_text() for code in cases.select("code")}

    assert labels == ["everywhere else", "on 3.13 and older"]
    assert [button.has_attr("checked") for button in buttons] == [True, False]
    assert len({button["name"] for button in buttons}) == 1
    assert texts == {None: "$ python newer.py\n1\n", "older": "$ python newer.py\nold\n"}


def test_lit_lines_are_lit_in_the_whole_program(draw):
    """They are marked for the eye, and named for the ear."""
    figure = draw(show("threads/greet", ' lines="1,3"')).figure

    assert [tag.get_text() for tag in figure.select(".hll")] == [
        '"""A greeting is printed."""\n',
        'print("a < b & c")\n',
    ]
    assert "Marked lines: 1, 3." in figure.figcaption.get_text()


def test_two_can_stand_side_by_side(draw):
    """Asked for by its width, and by no other word."""
    figure = draw(show("threads/greet", ' width="half"')).figure

    assert "half" in figure["class"]
    assert "half" not in draw(show("threads/greet")).figure["class"]
    with pytest.raises(PageErrors, match='width="third" is not understood; write width="half"'):
        draw(show("threads/greet", ' width="third"'))


def test_lines_that_follow_are_lit_as_one():
    """One element for the eye, one span for the ear, and the text stays what it is."""
    code = "a = 1\nb = 2\nc = 3\nd = 4\n"
    soup = BeautifulSoup(coloured(code, [1, 2, 4]), "html.parser")

    assert [tag.get_text() for tag in soup.select(".hll")] == ["a = 1\nb = 2\n", "d = 4\n"]
    assert soup.get_text() == code
    assert spans([1, 2, 4, 7, 8, 9]) == "1 to 2, 4, 7 to 9"


@pytest.mark.parametrize(
    ("before", "indent", "around"),
    [
        ("!!! note\n\n", "    ", "div.admonition"),
        ("1. first\n\n", "    ", "ol > li"),
        ("- tight\n", "    ", "ul > li"),
        ("", "> ", "blockquote"),
        ("no blank line\n", "", ""),
    ],
)
def test_a_figure_stands_wherever_a_fence_may(draw, before, indent, around):
    """In callouts, lists and quotes, and never inside a paragraph."""
    fence = textwrap.indent(show("threads/greet", ' lines="3"'), indent)
    figure = draw(f"{before}{fence}more\n").select_one(f"{around} figure.sample")

    assert figure.find_parent("p") is None
    assert figure.select_one("code").get_text() == GREET


def test_a_program_that_is_not_recorded_is_shown_while_writing(draw):
    """The page says how to record it; every other build stops."""
    page = draw(show("threads/fresh"), drafts=True)

    assert page.select_one(".sample-missing").get_text() == (
        "not recorded yet: make record ONLY=threads/fresh"
    )
    with pytest.raises(
        PageErrors, match=r"page\.md:1: snippets/threads/fresh\.txt is not recorded"
    ):
        draw(show("threads/fresh"))
