"""Pages are read as they stand, and the catalogue holds every program."""

from __future__ import annotations

import markdown
from bs4 import BeautifulSoup

from shelf import ROOT
from tests.theme.small import FAIL, converted, show
from theme.book.addresses import LISTS
from theme.book.fences import fences
from theme.book.library import Book
from theme.registers import pages
from theme.registers.text import plain


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


def test_the_lists_are_made():
    """The checks of the nav and of links take their word for it, and draw none of them."""
    assert set(LISTS) <= set(pages(ROOT))
