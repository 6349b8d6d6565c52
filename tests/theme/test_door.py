"""The way out stays open: what MkDocs shows, the generators after it show too.

Material for MkDocs ends in May 2027.  The page parts are a Python-Markdown
extension and the generated pages plain text, so that Zensical and ProperDocs
build the same figures from the same files.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT, samples
from tests.checks.work.command import run
from tests.theme.every_part import lay_out

# One worker builds, and the others need not wait for it.
pytestmark = pytest.mark.xdist_group("door")

#: How each generator builds the folder that it is started in, into site/.
GENERATORS = {
    "mkdocs": ["-m", "mkdocs", "build", "--strict"],
    "properdocs": ["-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml"],
    "zensical": ["-m", "zensical", "build", "--strict", "--clean", "-f", "mkdocs.yml"],
}
PARTS = (
    "figure.sample, figure.tree, figure.timeline, figure.chart, div.matrix, div.message, div.myth,"
    " .measured, a.program, a.fact"
)


def build(generator: str, root: Path) -> tuple[int | None, str]:
    """Exit status and output of one build."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return run(GENERATORS[generator], root, {**quiet, "PYTHONPATH": str(ROOT)}, limit=60)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("door"))


@pytest.fixture(scope="module")
def built(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site as each generator builds it."""
    sites = {}
    for generator in GENERATORS:
        status, output = build(generator, laid_out)
        assert status == 0, output
        sites[generator] = tmp_path_factory.mktemp(generator) / "site"
        shutil.move(laid_out / "site", sites[generator])
    return sites


def parts(site: Path) -> dict[str, list[str]]:
    """Our parts on each page of a site, as they were read back."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        if drawn := [str(part) for part in soup.select(PARTS)]:
            found[path.relative_to(site).as_posix()] = drawn
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Where two sites draw something else."""
    left, right = parts(one), parts(other)
    return [
        f"{page}: {a[:300]} against {b[:300]}"
        for page in sorted({*left, *right})
        for a, b in zip_all(left.get(page, []), right.get(page, []))
        if a != b
    ]


def zip_all(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    length = max(len(left), len(right))
    pad = ["nothing"] * length
    return list(zip((left + pad)[:length], (right + pad)[:length], strict=True))


@pytest.mark.parametrize("generator", ["properdocs", "zensical"])
def test_another_generator_draws_the_same(built: dict[str, Path], generator: str) -> None:
    """Every figure, tree, name and fact is the same, links and all."""
    found = differences(built["mkdocs"], built[generator])

    assert not found, "\n".join(found)


def test_the_pages_that_are_compared_hold_every_part(built: dict[str, Path]) -> None:
    """Figures in a callout and a list, cases, runs, a tree, lanes, a chart, a message."""
    pages = {
        path: BeautifulSoup((built["mkdocs"] / path).read_bytes(), "html.parser")
        for path in (
            "index.html",
            "deep/index.html",
            "deep/down/index.html",
            "deep/drawn/index.html",
            "programs/index.html",
            "matrix/index.html",
        )
    }
    deep, down = pages["deep/index.html"], pages["deep/down/index.html"]
    drawn = pages["deep/drawn/index.html"]

    assert len(pages["index.html"].select("a.program, a.fact")) == 2
    assert deep.select("div.admonition figure.sample.broken")
    assert deep.select("div.admonition.tip figure.sample .hll")
    assert down.select("li figure.sample fieldset input[type=radio]")
    assert down.select("figure.tree a.tree-leaf")
    for part in ("figure.timeline svg", "figure.chart svg", ".measured", ".message", ".myth"):
        assert drawn.select(part), part
    assert len(pages["programs/index.html"].select("a.program")) == 7
    assert len(pages["matrix/index.html"].select("div.matrix tr[id]")) == 7
    assert deep.select("figure.sample details.runs td")
    for page in pages.values():
        for code in page.select("code[data-sample]"):
            assert code.get_text() == samples(ROOT)[code["data-sample"]].shown


@pytest.mark.parametrize("generator", GENERATORS)
def test_every_way_leads_to_a_file(built: dict[str, Path], generator: str) -> None:
    """Each link of ours resolves, whatever the generator made of it, and so does our style."""
    site = built[generator]
    for path in parts(site):
        soup = BeautifulSoup((site / path).read_bytes(), "html.parser")
        for link in soup.select("figure a[href], .matrix a, a.program, a.fact, a[download]"):
            if str(link["href"]).startswith("https:"):
                continue
            target = (site / path).parent / str(link["href"]).split("#")[0]
            file = site / path if str(link["href"]).startswith("#") else target

            assert (file / "index.html" if file.is_dir() else file).is_file(), (path, link)
        styles = [str(sheet["href"]) for sheet in soup.select("link[rel=stylesheet]")]
        assert any(href.endswith("assets/theme.css") for href in styles)
    assert (site / "assets/theme.css").is_file()


@pytest.mark.parametrize(
    ("find", "instead"),
    [
        (r"✗", "x"),
        (r'href="\.\./', 'href="'),
        (r">✓ 1<", "><"),
        (r"<figure class=\"tree\"(?s:.*?)</figure>", ""),
    ],
)
def test_a_part_drawn_otherwise_is_seen(
    built: dict[str, Path], tmp_path: Path, find: str, instead: str
) -> None:
    """A mark, a link and a lost figure: each is a difference that the comparison names."""
    spoiled = tmp_path / "site"
    shutil.copytree(built["zensical"], spoiled)
    for page in spoiled.rglob("*.html"):
        page.write_text(re.sub(find, instead, page.read_text(encoding="utf-8")), encoding="utf-8")

    assert differences(built["mkdocs"], spoiled)


@pytest.mark.parametrize("generator", GENERATORS)
def test_a_fault_stops_every_generator(tmp_path: Path, generator: str) -> None:
    """Exit status not 0, and one line with page, line and the nearest name."""
    root = lay_out(tmp_path)
    page = root / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[[choosing/which_on]]\n")
    status, output = build(generator, root)

    assert status not in (0, None)
    assert "docs/index.md:5: " in output
    assert "did you mean choosing/which_one" in output
