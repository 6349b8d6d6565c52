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

from recorder import ROOT, Sample, samples
from recorder.matrix import NAME, digest
from recorder.matrix import write as save
from tests.checks.command import run
from theme.bundle import ZIP, bundle
from theme.pages import pages
from theme.tree import leaves, read

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
DEEP = """# Deep

!!! note

    ```sample
    {broken}
    ```

=== "A tab"

    ```sample lines="1"
    {right}
    ```
"""
DOWN = """# Down

1. A list

    ```sample
    {varied}
    ```

```tree
{tree}
{targets}
```

```sample
{tree}
```
"""

DRAWN = """# Drawn

```timeline
{traced}
wait at once: fetch news, fetch weather
caption: The second fetch begins while the first still waits.
```

```chart
{timing}
fork: fork
spawn: spawn

Spawn takes [[{timing}.spawn / fork]] as long as fork.
```

```sample
{raises}
```

```sample
{cured}
```

```message
{raises}
```

```myth
{broken}
```
"""
#: Programs with a trace, with measured numbers, and with a message that people search for.
MORE = {
    "traced": "threads/two_waits",
    "timing": "processes/start_cost_timing",
    "raises": "threads/shared_generator_broken",
    "cured": "threads/shared_generator",
}


def real_programs() -> dict[str, Sample]:
    """Programs of the site of each kind: a pair, one whose cases differ, and the tree."""
    whole = {
        stem: sample
        for stem, sample in samples(ROOT).items()
        if len(sample.transcripts()) == 1 + len(sample.header.variants)
    }
    broken = next(s for s in whole.values() if s.broken and s.neighbour in whole)
    return {
        "broken": broken,
        "right": whole[broken.neighbour],
        "varied": next(s for s in whole.values() if s.header.variants and not s.broken),
        "tree": whole["choosing/which_one"],
    }


def lay_out(root: Path) -> Path:
    """A small site of real programs: a sample in a callout, a tab and a list, and plainly."""
    use = real_programs()
    shutil.copy(ROOT / "pyproject.toml", root)
    shown = [*(sample.stem for sample in use.values()), *MORE.values()]
    for sample in (Sample(ROOT, stem) for stem in shown):
        (root / "snippets" / sample.topic).mkdir(parents=True, exist_ok=True)
        for file in sample.path.parent.glob(f"{sample.name}.*"):
            shutil.copy(file, root / "snippets" / sample.topic)
    save_matrix(use["right"], use["broken"], root)
    names = {kind: sample.stem for kind, sample in use.items()}
    words = dict.fromkeys(leaves(read(use["tree"].source, use["tree"].path)))
    targets = "\n".join(f"{leaf}: ../index.md" for leaf in words)
    fact = f"{names['varied']}.{use['varied'].header.variants[0].name}"
    texts = {
        "index.md": f"# Home\n\n[[{names['right']}]] and [[{fact}]]\n",
        "deep/index.md": DEEP.format(**names),
        "deep/down.md": DOWN.format(**names, targets=targets),
        "deep/drawn.md": DRAWN.format(**names, **MORE),
        # where generated pages lead
        "glossary.md": "# Glossary\n",
        "errors/index.md": "# Errors\n",
    }
    for path, text in texts.items():
        write(root / "docs" / path, text)
    # what a generator without a plugin for it is given: plain files
    made = pages(root)
    for path, text in made.items():
        write(root / "docs" / path, text)
    (root / "docs" / ZIP).write_bytes(bundle(root))
    write(root / "mkdocs.yml", settings([*texts, *(path for path in made if path.endswith(".md"))]))
    return root


def save_matrix(right: Sample, broken: Sample, root: Path) -> None:
    """What was run, as each kind of cell: passed, failed, not meant, not run."""
    cells = {
        right: {"fork": "passed", "spawn": "failed: it ends with [1] < 2"},
        broken: {"fork": "passed", "spawn": "not run: chooses fork itself"},
    }
    programs = {
        sample.stem: {"digest": digest(sample), "date": "2026-11-22", "cells": words}
        for sample, words in cells.items()
    }
    about = {"gil": True, "machine": "x86_64", "compiler": "GCC 12.2.0", "default": "fork"}
    run = {"python": "3.14", "version": "3.14.7", "system": "linux", **about, "programs": programs}
    save({"schema": 1, "runs": [run], "news": []}, root / NAME)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def settings(nav: list[str]) -> str:
    """Our own mkdocs.yml for another folder: less our pages, and less every plugin."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    theme = (ROOT / "theme/site").as_posix()
    for pattern, instead in (
        (r"(?m)^nav:\n(?:[ #-].*\n|\n)+", "nav:\n" + "".join(f"  - {p}\n" for p in nav) + "\n"),
        (r"(?m)^  - theme\.extension\b.*$", "  - theme.extension: {root: .}"),
        (r"(?m)^plugins:\n(?: .*\n)+", "plugins: []\n"),
        (r"(?m)^watch: .*\n", ""),
        (r"(?m)^hooks:\n(?:  - .*\n)+", ""),
        (r"(?m)^  custom_dir: .*$", f"  custom_dir: '{theme}'"),
    ):
        text, changed = re.subn(pattern, instead, text)
        assert changed == 1, f"mkdocs.yml holds {pattern} {changed} times"
    return text


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
        for part in soup.select("[data-search-exclude]"):
            del part["data-search-exclude"]  # a word to the search; Zensical takes it away
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
    """Figures in a callout, a tab and a list, cases, runs, a tree, lanes, a chart, a message."""
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
    assert deep.select("div.tabbed-block figure.sample .hll")
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
