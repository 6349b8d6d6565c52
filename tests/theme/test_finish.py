"""A finished site is light, closed and the same each time, whichever generator built it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT
from shelf.fault import Fault
from tests.checks.site import site
from tests.drill.tree import lay_out
from theme.faults import PageErrors
from theme.finish import finish, page, style

#: The site that all checks share, and what its build had to say.
Built = tuple[site.Site, list[Fault]]
HEAD = (
    '<!doctype html><html><head><meta charset="utf-8">\n'
    '<meta name="description" content="The site">\n'
    '<link rel="icon" href="{up}assets/icon.svg">\n'
    '<script src="{up}assets/theme.js"></script>\n'
    '<link rel="stylesheet" href="{up}assets/a.css">\n'
    '<link rel="stylesheet" href="{up}assets/b.css">\n'
    "</head><body>"
)
BODY = '<h1>One</h1><p>Say <code>a &lt; b</code> &amp; "c".</p><p class="lead" id="first">x</p>'


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small site: two pages, one of them with addresses from the root, and the assets."""
    for path, up in (("index.html", ""), ("a/index.html", "../"), ("404.html", "/parallel/")):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(HEAD.format(up=up) + BODY)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.css").write_text(".lead { color: red } /* note */ .gone { color: red }")
    (tmp_path / "assets/b.css").write_text("#first { margin: 1.50em } .opened { top: 0 }")
    (tmp_path / "assets/theme.js").write_text('// what it does\nlet kind = "opened";\n')
    (tmp_path / "assets/icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    (tmp_path / "sitemap.xml").write_text("<url><loc>x</loc><lastmod>2026-01-01</lastmod></url>")
    (tmp_path / "sitemap.xml.gz").write_bytes(b"1")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_one_sheet_holds_what_some_page_or_script_uses(small: Path) -> None:
    """A class that nobody has is left out, and so are the sheets that it was made of."""
    finish(small)
    found = contents(small)

    assert found["assets/site.css"] == b".lead{color:red}#first{margin:1.5em}.opened{top:0}"
    assert not {"assets/a.css", "assets/b.css", "sitemap.xml.gz"} & found.keys()
    assert found["assets/theme.js"] == b'let kind="opened";\n'
    assert found["sitemap.xml"] == b"<url><loc>x</loc></url>"


def test_what_few_pages_draw_stands_in_a_sheet_of_theirs(small: Path) -> None:
    """They alone ask for it; of a list of selectors those go that nothing has.

    A property has a short name, but where a drawing in a page asks for it.
    """
    css = ":is(.lead, .a:not(.b)), .gone:has(.kept), .kept:is(.first, .kept) { --ours-ink: red }"
    css += " .kept { --ours-line: var(--ours-ink) }"
    (small / "assets/few.css").write_text(css)
    for path in small.rglob("*.html"):
        up = "" if path.parent == small else "../"
        sheet = f'<link rel="stylesheet" href="{up}assets/few.css">\n</head>'
        path.write_text(path.read_text().replace("</head>", sheet))
    one = small / "a/index.html"
    one.write_text(one.read_text() + '<p class="kept"><svg><path fill="var(--ours-line)"/></svg>')
    finish(small)

    few = (small / "assets/few.css").read_text()
    assert few == ":is(.lead,.a:not(.b)),.kept:is(.first,.kept){--a:red}.kept{--ours-line:var(--a)}"
    asks = {path.parent.name for path in small.rglob("*.html") if "few.css" in path.read_text()}
    assert asks == {"a"}


@pytest.mark.parametrize(
    ("path", "up"), [("index.html", ""), ("a/index.html", "../"), ("404.html", "/parallel/")]
)
def test_a_page_asks_for_one_sheet_and_says_its_policy(small: Path, path: str, up: str) -> None:
    """Its icon is a file of the site, and its description is its first paragraph."""
    finish(small)
    soup = BeautifulSoup((small / path).read_bytes(), "html.parser")

    assert [link["href"] for link in soup.select("link[rel=stylesheet]")] == [
        f"{up}assets/site.css"
    ]
    assert soup.select_one("link[rel=icon]")["href"] == f"{up}assets/icon.svg"
    assert soup.select_one("meta[name=description]")["content"] == 'Say a < b & "c".'
    assert soup.head.find_all("meta")[1]["content"] == page.POLICY
    assert "unsafe" not in page.POLICY and page.POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("word " * 31 + "12345", "word " * 31 + "12345"),
        ("word " * 31 + "123456", "word " * 30 + "word …"),
        ("word " * 30 + "word, 1234 more", "word " * 30 + "word …"),
        ("word " * 30 + "123. then 12345678", "word " * 30 + "123 …"),
    ],
)
def test_a_description_is_as_long_as_a_search_engine_shows(words: str, shown: str) -> None:
    """A hundred and sixty letters; what is longer is cut after a word, without what joins it."""
    text = page.finished(f"{HEAD}<h1>One</h1><p>{words}</p></body></html>")
    tag = BeautifulSoup(text, "html.parser").select_one("meta[name=description]")
    assert tag

    assert tag["content"] == shown
    assert len(str(tag["content"])) <= 160


@pytest.mark.parametrize(
    ("selectors", "parted"),
    [
        (".a", [".a"]),
        (".a,.b:c,d", [".a", ".b:c", "d"]),
        (":is(.a,.b),.c", [":is(.a,.b)", ".c"]),
        (".a:not(:is(.b,.c),.d),.e", [".a:not(:is(.b,.c),.d)", ".e"]),
    ],
)
def test_selectors_are_parted_where_no_bracket_is_open(selectors: str, parted: list[str]) -> None:
    assert [*style._parted(selectors)] == parted


def test_what_no_page_leads_to_is_taken_away(small: Path) -> None:
    """Files of the theme that the frame does not use go; what a script loads stays."""
    folder = small / "assets"
    (folder / "javascripts").mkdir()
    (folder / "javascripts/bundle.js").write_text("import './other.js'")
    (folder / "javascripts/other.js").write_text("1")
    (folder / "first.js").write_text("import('./second.js')")
    (folder / "second.js").write_text("1")
    page = small / "index.html"
    page.write_text(
        page.read_text().replace("</head>", '<script src="assets/first.js"></script></head>')
    )
    finish(small)

    assert {"first.js", "second.js"} <= {path.name for path in folder.iterdir()}
    assert not (folder / "javascripts").exists()


def test_a_listing_marks_only_what_has_a_colour() -> None:
    """In the elements that programs have; its text stays, and so does what no pen coloured."""
    marked = (
        '<span></span><code><span class="gp">$ </span>run<span class="w"> </span>'
        '<span class="kn">from</span> <span class="nn">a</span> <span class="nf">b</span>'
        '<span class="s2">&quot;-&gt;&quot;</span> <span class="c1"># &lt;p&gt;</span></code>'
    )
    found = page.finished(f'</head><div class="highlight"><pre>{marked}</pre></div><i class="w">')

    assert found == (
        "</head><div class=highlight><pre><code><span class=gp>$ </span>run <b>from</b> a <u>b</u>"
        "<i>&quot;->&quot;</i> <span class=c># &lt;p></span></code></pre></div><i class=w>"
    )


def test_the_ends_of_a_page_are_left_to_the_browser() -> None:
    """They go where nothing follows, and stay where a page speaks of them."""
    said = "</head><body><code>&lt;/body></code><p></body></html> ends it</p>"

    assert page.finished(f"{said}</body>\n</html>\n") == f"{said}\n"
    assert page.finished(f"{said}\n") == f"{said}\n"


def test_finishing_twice_changes_nothing(small: Path) -> None:
    """So whoever publishes may call it again."""
    finish(small)
    once = contents(small)
    finish(small)

    assert contents(small) == once


@pytest.mark.parametrize(
    "wrong",
    [
        '<p class="a" style="color: red">',
        "<style>p { color: red }</style>",
        "<script>let a = 1;</script>",
        '<a href="#" onclick="f()">',
    ],
)
def test_what_the_policy_refuses_stops_it(small: Path, wrong: str) -> None:
    """The message names the page and the element; nothing is written."""
    (small / "a/index.html").write_text(HEAD + BODY + wrong)
    before = contents(small)

    with pytest.raises(PageErrors, match=r"a/index\.html: '<.*refuses that; put the style"):
        finish(small)
    assert contents(small) == before


def test_text_that_speaks_of_styles_is_no_style() -> None:
    """Code about HTML is escaped, and a word is no attribute."""
    page.check(Path(), {Path("a"): '<code>&lt;p style="x"></code> a style="x" <b data-style="x">'})


def built_by(generator: str, checkout: Path, folder: Path) -> dict[str, bytes]:
    """Every file of the finished site of `checkout`, as a generator builds it."""
    words = ["-m", generator, "build", "-q", "-f", "mkdocs.yml", "-d", str(folder)]
    status, text = site.run(words, checkout, {**site.QUIET, "SITE_URL": site.ADDRESS})
    assert status == 0, text
    finish(folder)
    return contents(folder)


def unlike(left: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    """The files that differ, or that one of them lacks."""
    return sorted(path for path in left.keys() | right if left.get(path) != right.get(path))


def test_two_builds_are_byte_identical(built: Built, tmp_path: Path) -> None:
    """The whole site, built once more from the commit that all checks look at."""
    first, _ = built

    assert unlike(contents(first.folder), built_by("mkdocs", ROOT, tmp_path)) == []


def test_another_generator_s_builds_are_identical_too(tmp_path: Path) -> None:
    """Of the small checkout, since the theme that draws the pages is the same."""
    root = lay_out(tmp_path / "checkout")
    left, right = (built_by("properdocs", root, tmp_path / name) for name in ("one", "other"))

    assert len(left) > 20 and unlike(left, right) == []


def test_zensical_s_pages_are_finished_too(tmp_path: Path) -> None:
    """The same frame, one sheet and the policy, from its own build."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\nWords.\n")
    shutil.copytree(ROOT / "theme/site", tmp_path / "theme/site")
    text = re.sub(
        r"(?ms)^(nav|plugins|hooks|watch|validation|markdown_ext\w+):.*?\n(?=\S|\Z)",
        "",
        (ROOT / "mkdocs.yml").read_text(),
    )
    (tmp_path / "mkdocs.yml").write_text(text)
    status, said = site.run(["-m", "zensical", "build", "-f", "mkdocs.yml"], tmp_path)
    assert status == 0, said
    finish(tmp_path / "site")
    soup = BeautifulSoup((tmp_path / "site/index.html").read_bytes(), "html.parser")

    assert len(soup.select("link[rel=stylesheet]")) == len(soup.select("script")) == 1
    assert soup.select_one("meta[http-equiv]")["content"] == page.POLICY
    assert (tmp_path / "site" / style.SHEET).is_file()
