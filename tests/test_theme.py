"""What the theme draws, and what it says where a page cannot be drawn."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup

from recorder import ROOT, samples
from theme.book import Book
from theme.faults import PageErrors
from theme.fences import fences
from theme.figure import coloured, spans, terminal
from theme.pages import pages
from theme.words import plain

GREET = '"""A greeting is printed."""\n\nprint("a < b & c")\n'
LOSE_BROKEN = '"""Two deposits `read` first, so one is lost."""\n\nprint(10)\n'
HANG = (
    '# /// script\n# [tool.sample]\n# expect = "hang"\n# limit = 3\n# ///\n'
    '"""It waits."""\n\nwait()\n'
)
FAIL = (
    '# /// script\n# requires-python = ">=3.14"\n# [tool.sample]\n# expect = "error"\n'
    '# error = "concurrent.futures.Broken: no"\n# ///\n"""It fails."""\n\nfail()\n'
)
NEWER = (
    '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# expect = "killed"\n'
    '# signal = "SIGABRT"\n# ///\n"""It depends."""\n\nprint(1)\n'
)
CHOOSE = '''"""Two questions lead to a mechanism."""


def choose(yes):
    if yes("Does it wait?"):
        return "threads"
    if yes("Is it < 1 ms?"):
        return "nothing (yet)"
    return "processes"
'''
PROGRAMS = {
    "threads/greet": (GREET, {"": "$ python greet.py\na < b &amp; c\n"}),
    "threads/lose": (GREET, {"": "$ python lose.py\n"}),
    "threads/lose_broken": (LOSE_BROKEN, {"": "$ python lose_broken.py\n10\n"}),
    "threads/stop": (GREET, {"": "$ python stop.py\n"}),
    "threads/stop_broken": (HANG, {"": "$ python stop_broken.py\n"}),
    "threads/fail": (FAIL, {"": "$ python fail.py\nTraceback\n"}),
    "threads/newer": (NEWER, {"": "$ python newer.py\n1\n", ".older": "$ python newer.py\nold\n"}),
    "threads/fresh": (GREET, {}),
    "threads/odd": ("def odd(:\n", {"": "$ python odd.py\n"}),
    "choosing/which": (CHOOSE, {"": "$ python which.py\n"}),
}
#: Shows every program that a test does not show itself.
OTHERS = ("lose", "lose_broken", "stop", "stop_broken", "fail", "newer")
TREE = """
    ```tree
    choosing/which
    threads: other.md
    nothing (yet): ../index.md
    processes: other.md#cure
    ```
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: the programs above, and a page that shows most of them."""
    for stem, (source, transcripts) in PROGRAMS.items():
        path = tmp_path / "snippets" / f"{stem}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        for ending, text in transcripts.items():
            path.with_name(f"{path.stem}{ending}.txt").write_text(text)
    (tmp_path / "docs/threads").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Home\n")
    shown = "\n".join(f"```sample\nthreads/{name}\n```\n" for name in OTHERS)
    (tmp_path / "docs/threads/other.md").write_text(f"# Others\n\n{shown}")
    return tmp_path


@pytest.fixture
def draw(checkout: Path) -> Callable[..., BeautifulSoup]:
    """Writes a page (docs/threads/page.md), converts it, and reads it back."""

    def convert(text: str, path: str = "threads/page.md", drafts: bool = False) -> BeautifulSoup:
        text = textwrap.dedent(text)
        (checkout / "docs" / path).write_text(text)
        return BeautifulSoup(converted(checkout, text, drafts), "html.parser")

    return convert


def converted(root: Path, text: str, drafts: bool = False) -> str:
    """A page's text as HTML, as every generator converts it: without its front matter."""
    usual = ["admonition", "attr_list", "def_list", "tables", "toc"]
    parts = [*usual, "pymdownx.superfences", "pymdownx.tabbed"]
    options = {
        "theme.extension": {"root": str(root), "drafts": drafts},
        "pymdownx.tabbed": {"alternate_style": True},
    }
    body = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    return str(
        markdown.markdown(
            body, extensions=[*parts, "theme.extension"], extension_configs=options, tab_length=4
        )
    )


def show(stem: str, options: str = "") -> str:
    """A sample fence."""
    return f"```sample{options}\n{stem}\n```\n"


# Figures


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
        ('=== "one"\n\n', "    ", "div.tabbed-block"),
        ("1. first\n\n", "    ", "ol > li"),
        ("- tight\n", "    ", "ul > li"),
        ("", "> ", "blockquote"),
        ("no blank line\n", "", ""),
    ],
)
def test_a_figure_stands_wherever_a_fence_may(draw, before, indent, around):
    """In callouts, tabs, lists and quotes, and never inside a paragraph."""
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


# Names


def test_names_lead_to_the_figure_that_proves_them(draw):
    """A program's name, words for it, and facts of its header; in a table too."""
    page = draw("""
        See [[threads/lose]], [[threads/lose|it *loses*]], [[threads/fail.python]].

        | a | b |
        |---|---|
        | [[threads/newer.older]] | [[threads/lose\\|words]] |

        `[[0] * 3]` is code.
    """)
    links = [(a.get_text(), a["href"], a["class"][0]) for a in page.select("a")]

    assert links == [
        ("lose", "other.md#threads-lose", "program"),
        ("it loses", "other.md#threads-lose", "program"),
        ("3.14 and later", "other.md#threads-fail", "fact"),
        ("3.13 and older", "other.md#threads-newer", "fact"),
        ("words", "other.md#threads-lose", "program"),
    ]
    assert page.find("code", string="[[0] * 3]")


def test_the_facts_of_an_article_stand_in_a_strip(draw):
    """A definition list is one by its first term; any other is left alone."""
    page = draw("""
        Works on
        :   [[threads/lose.marks]]

        Platforms
        :   the same on every system

        Between.

        Lock
        :   a term
    """)

    assert [one.get("class") for one in page.select("dl")] == [["facts"], None]
    assert [term.get_text() for term in page.select(".facts dt")] == ["Works on", "Platforms"]
    assert page.select_one(".facts a.marks")["href"] == "other.md#threads-lose"


def test_a_wide_table_scrolls_by_itself(draw):
    """In a frame of its own, and what follows it stays behind it."""
    page = draw("| | b |\n|---|---|\n| 1 | 2 |\n\nafter\n")

    assert [cell.get_text() for cell in page.select("div.scrolls > table tbody td")] == ["1", "2"]
    assert page.select_one("div.scrolls + p").get_text() == "after"
    assert [head.get_text() for head in page.select("th")] == ["b"]


# Trees


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


# Sources and generated pages


def test_a_fence_inside_a_longer_fence_is_text(draw):
    """So a page can show how a page is written."""
    page = draw("````text\n" + show("threads/nothing") + "````\n")

    assert not page.select("figure.sample")
    assert [f.line for f in fences(["````text", "```sample", "x", "```", "````"])] == [1]


def test_a_page_is_read_again_when_it_changes(checkout):
    """A page that is served shows what stands in the file now."""
    library = Book(checkout)
    before = library.places("threads/greet")
    (checkout / "docs/index.md").write_text(f"# Home\n\n{show('threads/greet')}")
    library.refresh()
    after = [(source.path, fence.line) for source, fence in library.places("threads/greet")]

    assert (before, after) == ([], [("index.md", 3)])


def test_the_catalogue_holds_every_program(checkout):
    """With its sentence, its marks, its page, and the file itself."""
    (checkout / "snippets/threads/odd.py").unlink()
    made = pages(checkout)
    html = BeautifulSoup(converted(checkout, made["programs.md"]), "html.parser")
    entry = html.find("a", href="docs/x") or html.find("a", href="threads/other.md#threads-fail")
    item = entry.find_parent("li")

    assert made["programs/threads/fail.py"] == FAIL
    assert "3.14 and later" in item.get_text()
    assert "It fails." in item.get_text()
    assert item.find("a", href="programs/threads/fail.py")["download"] == "fail.py"
    assert [h2.get_text() for h2 in html.select("h2")] == ["Threads", "Choosing"]
    assert {a["href"] for a in html.select("a[download]")} == {p for p in made if p.endswith(".py")}


def test_a_sentence_means_itself_in_the_catalogue():
    """No character of a docstring is taken for Markdown."""
    text = "a * b_c_d < [x] & `__main__` {e}"
    html = BeautifulSoup(markdown.markdown(plain(text)), "html.parser")

    assert html.get_text() == text.replace("`", "")
    assert html.code.get_text() == "__main__"


# Colours


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_ink_can_be_read_on_every_ground(scheme):
    """A contrast of 4.5 in both schemes; a paler ink is seen to fail."""
    css = (ROOT / "theme/site/assets/frame.css").read_text()
    pairs = re.findall(r"--ours-([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    colours = {name: pair[scheme] for name, *pair in pairs}
    grounds = [colours.pop(name) for name in ("paper", "ground", "lit")]
    for line in ("line", "lit-bar"):
        del colours[line]
    poor = [n for n, ink in colours.items() for g in grounds if contrast(ink, g) < 4.5]

    assert poor == []
    assert len(colours) >= 10
    assert contrast("#999", "#fff") < 4.5


def contrast(ink: str, ground: str) -> float:
    """The contrast of two colours, as WCAG 2 counts it."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((light(ink), light(ground)))
    return (high + 0.05) / (low + 0.05)
