"""A page as a leaf of the book, a site as its chapters, and the ways within one document."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import Element, tostring

import pytest
import tinyhtml5
from bs4 import BeautifulSoup

from theme.bind import pdf
from theme.bind.leaf import leaf
from theme.bind.volume import BEFORE, Volume, read
from theme.faults import PageError

ADDRESS = "https://example.org/book/"
HERE = f"{ADDRESS}threads/locks/"


def parsed(html: str) -> Element:
    article = tinyhtml5.parse(html, namespace_html_elements=False).find(".//article")
    assert article is not None
    found: Element = article
    return found


def turned(inside: str) -> BeautifulSoup:
    """What stands in an article, as a leaf."""
    article = leaf(parsed(f"<article>{inside}</article>"), HERE)
    return BeautifulSoup(tostring(article, "unicode"), "html.parser")


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("<p>a<button>b</button>c<i>d</i></p>", "<p>ac<i>d</i></p>"),
        ("<p><i>d</i><button>b</button>c</p>", "<p><i>d</i>c</p>"),
        ("<p>a<span class='x spoken'>b</span></p>", "<p>a</p>"),
        ("<p>a<a href='x'>Download</a>b</p>", "<p>ab</p>"),
        ("<p><label>b</label>c</p>", "<p>c</p>"),
        (
            "<div><label for='x' title='t'>b</label></div>",
            '<div><p class="sample-label">b</p></div>',
        ),
        ("<div><label class='sample-all'>b</label>c</div>", "<div>c</div>"),
        ("<fieldset><legend>a</legend>b</fieldset>", "<div>b</div>"),
        ("<pre>a<del>b</del><small>c</small><ins>d</ins></pre>", "<pre>a<ins>d</ins></pre>"),
        ("<p>a<del>b</del></p>", "<p>a<del>b</del></p>"),
        (
            "<details class='more' open><summary>a</summary><p>b</p></details>",
            '<div class="more" open=""><p class="summary">a</p><p>b</p></div>',
        ),
        (
            "<details class='runs'><summary>a</summary><p>b</p><p>c</p></details>",
            '<div class="runs"><p class="summary">a</p></div>',
        ),
        ("<details><p>b</p></details>", "<details><p>b</p></details>"),
    ],
)
def test_nothing_is_pressed_folded_or_only_heard(inside: str, left: str) -> None:
    """What goes leaves the words beside it where they were."""
    assert turned(inside).section.decode_contents() == left


@pytest.mark.parametrize(
    ("attributes", "left"),
    [
        ("data-sample='x' class='c'", {"class": ["c"]}),
        ("type='x' name='x' checked hidden title='t'", {"title": "t"}),
        ("role='region' tabindex='0'", {"tabindex": "0"}),
        (
            "role='img' aria-label='It. The table below tells the same.'",
            {"role": "img", "aria-label": "It."},
        ),
        ("data-x='1' for='a' id='b'", {"id": "b"}),
    ],
)
def test_what_only_scripts_and_controls_ask_for_goes(
    attributes: str, left: dict[str, object]
) -> None:
    """A picture stays one."""
    assert turned(f"<div {attributes}>a</div>").div.attrs == left


def test_a_program_leads_to_its_file_on_the_site() -> None:
    """As it can be downloaded there; and no sign is spoken of that a book has not."""
    gap = "\N{NO-BREAK SPACE}"
    page = turned(
        "<figcaption><a class='sample-name' href='#x'>lock.py</a>"
        "<a download href='../../programs/lock.py'>Download</a></figcaption>"
        "<figcaption><a class='sample-name' href='#y'>none.py</a></figcaption>"
        f"<p class='sample-says'>It waits. \N{MINUS SIGN}{gap}goes, +{gap}comes. <i>So</i></p>"
    )

    assert [a["href"] for a in page.select("a")] == [f"{ADDRESS}programs/lock.py", "#y"]
    assert page.p.get_text() == "It waits. Where it differs, there is a bar. So"


PAGE = """<!doctype html><html><head><link rel="canonical" href="{address}{path}">{written}</head>
<body><a class="top-name">The <b>book</b></a><nav class="pages">{nav}</nav>
<article><h1>{title}</h1><p>It says.</p>
<a href="{link}">on</a><svg id="s"><path fill="url(#s-w)"/></svg></article>
<footer><p>All rights.</p></footer><nav>{onward}</nav></body></html>"""
WRITTEN = '<link rel="alternate" type="text/markdown" href="index.md">'
NAV = "<ul><li><a href='x'>other</a></li><li><a href='y'>{}</a><ul><li>in</li></ul></li></ul>"
#: Each page: its address, its part, whether somebody wrote it, and where its link leads.
PAGES = {
    "": ("", True, "threads/#top"),
    "threads/": ("Threads", True, "locks/#s"),
    "threads/list/": ("Threads", False, ""),
    "threads/locks/": ("Threads", True, "../../elsewhere/"),
    "end/": ("Reference", True, "../threads/locks/"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of five pages, of which one was made and not written."""
    for at, (path, (part, is_written, link)) in enumerate(PAGES.items()):
        following = [*PAGES, ""][at + 1]
        onward = f'<a href="{ADDRESS}{following}">Next →</a>' if following else ""
        words = {
            "written": WRITTEN if is_written else "",
            "nav": NAV.format(part) if part else "",
            "title": f"Page <i>{at}</i>",
            "onward": onward,
        }
        file = tmp_path / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(address=ADDRESS, path=path, link=link, **words))
    (tmp_path / "feed.xml").write_text("<updated>2026-11-30T00:00:00Z</updated>")
    return tmp_path


def test_a_site_is_read_as_chapters_in_parts(site: Path) -> None:
    """The pages that people wrote, as one leads on to the next; those before the first part too."""
    volume = read(site)
    told = [(one.path, one.part, one.title, one.stem) for one in volume.chapters]

    assert told == [
        ("", BEFORE, "Page 0", "begin"),
        ("threads/", "Threads", "Page 1", "threads"),
        ("threads/locks/", "Threads", "Page 3", "threads-locks"),
        ("end/", "Reference", "Page 4", "end"),
    ]
    assert {part: len(some) for part, some in volume.parts.items()} == {
        **{BEFORE: 1, "Threads": 2, "Reference": 1}
    }
    assert (volume.title, volume.says, volume.rights) == ("The book", "It says.", "All rights.")
    assert (volume.address, volume.day) == (ADDRESS, "2026-11-30")
    assert [one.path for one in read(site, ["threads/", "end/"]).chapters] == ["threads/", "end/"]


def test_what_is_no_page_of_ours_is_told(site: Path) -> None:
    """One without an article, and one that says no address."""
    file = site / "end/index.html"
    file.write_text(
        file.read_text().replace("article>", "section>").replace("<article", "<section")
    )
    with pytest.raises(PageError, match="end/ has no <article>"):
        read(site)
    (site / "index.html").write_text("<article></article>")
    with pytest.raises(PageError, match=r"index.html says no address"):
        read(site)


def test_a_link_leads_into_the_book_where_it_can(site: Path) -> None:
    """To a chapter, and there to what it has; every other one to the site."""
    volume = read(site)
    by_path = {one.path: one for one in volume.chapters}
    home, threads = by_path[""], by_path["threads/"]

    assert volume.target(home, "threads/") == (threads, "")
    assert volume.target(home, "threads/#s") == (threads, "s")
    assert volume.target(threads, "#s") == (threads, "s")
    assert volume.target(home, "threads/#gone") == f"{ADDRESS}threads/#gone"
    assert volume.target(threads, "list/") == f"{ADDRESS}threads/list/"
    assert volume.target(threads, "https://else.org/") == "https://else.org/"


def test_in_one_document_each_name_is_its_chapter_s_own(site: Path) -> None:
    """Ids, fills and links; headings stand one lower, below that of their part."""
    trees = [BeautifulSoup(text, "html.parser").section for text in pdf._chapters(read(site))]

    assert [tree["id"] for tree in trees] == ["begin", "threads", "threads-locks", "end"]
    assert [h1.get_text() for tree in trees for h1 in tree.select("h1.part")] == [
        *(BEFORE, "Threads", "Reference"),
    ]
    assert [tree.h2.get_text() for tree in trees] == ["Page 0", "Page 1", "Page 3", "Page 4"]
    assert [tree.a["href"] for tree in trees] == [
        f"{ADDRESS}threads/#top",
        "#threads-locks--s",
        f"{ADDRESS}elsewhere/",
        "#threads-locks",
    ]
    assert [tree.svg["id"] for tree in trees][:2] == ["begin--s", "threads--s"]
    assert trees[1].path["fill"] == "url(#threads--s-w)"
    assert not [tag for tree in trees for tag in tree.find_all(href=True) if tag.name != "a"]


def test_the_contents_name_each_chapter_with_its_page(site: Path) -> None:
    """Below its part."""
    volume = read(site)
    numbers = {one.stem: number for number, one in enumerate(volume.chapters, 7)}
    contents = BeautifulSoup(pdf._contents(volume, numbers), "html.parser")

    assert [part.get_text() for part in contents.select(".part")] == [*volume.parts]
    assert [
        [(li.a["href"], li.a.get_text(), li.span.get_text()) for li in ol.select("li")]
        for ol in contents.select("ol")
    ] == [
        [("#begin", "Page 0", "7")],
        [("#threads", "Page 1", "8"), ("#threads-locks", "Page 3", "9")],
        [("#end", "Page 4", "10")],
    ]


def test_a_chapter_begins_on_the_page_that_its_mark_leads_to(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages count from one; marks of parts and of sections are no chapters."""
    volume: Volume = read(site)

    def mark(level: int, index: int | None) -> SimpleNamespace:
        there = None if index is None else SimpleNamespace(get_index=lambda: index)
        return SimpleNamespace(level=level, get_dest=lambda: there)

    marks = [mark(0, 1), mark(1, 2), mark(2, 2), mark(1, 3), mark(1, None), mark(1, 3), mark(1, 8)]
    closed = []
    document = SimpleNamespace(get_toc=lambda: marks, close=lambda: closed.append(True))
    monkeypatch.setattr(pdf.pypdfium2, "PdfDocument", lambda path: document)

    assert pdf._numbers(volume, site) == {"begin": 3, "threads": 4, "threads-locks": 4, "end": 9}
    marks.pop()
    with pytest.raises(PageError, match="the PDF has 3 chapters of 4"):
        pdf._numbers(volume, site)
    assert closed == [True, True]
