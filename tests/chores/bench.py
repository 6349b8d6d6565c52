"""How long building, checking and running take: ``python -m tests.chores.bench``.

Figures only.  No test depends on them, since they are the machine's as much
as ours; run it on an idle one.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from recorder.cell import natural_cell, observe, runs_in
from recorder.pythons.interpreters import ask
from shelf import ROOT, samples
from tests.checks.site.serving import serving
from tests.checks.site.site import QUIET
from tests.checks.work.command import run
from theme.derived import FILE

#: Seconds that any one thing may take.
PATIENCE = 120.0
REPEATS = 5
#: How many pages the site has while saving to served is measured.
SIZES = (30, 300)
#: The page and its program that are edited, and of which there are copies.
COPIED, SHOWN = "threads/keep-an-update-whole", "threads/lost_update"
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".cache", "__pycache__", ".*_cache")


def build(checkout: Path) -> Iterator[tuple[str, str]]:
    """A full build, in a process of its own as `make site` does it: the first, and one after it.

    Processor time is what a loaded machine changes least.
    """
    took: dict[str, list[tuple[float, float]]] = {"first": [], "second": []}
    pages = 0
    for _ in range(REPEATS):
        shutil.rmtree(checkout / FILE.relative_to(ROOT).parent, ignore_errors=True)
        for which, each in took.items():
            with tempfile.TemporaryDirectory() as folder:
                start, before = time.perf_counter(), spent()
                words = ["-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
                status, text = run(words, checkout, QUIET, limit=PATIENCE)
                each.append((time.perf_counter() - start, spent() - before))
                if status != 0:
                    yield f"{which} build", f"failed: {text.strip().splitlines()[0]}"
                    return
                pages = sum(1 for _ in Path(folder).rglob("*.html"))
    for which, each in took.items():
        wall, cpu = (median(column) for column in zip(*each, strict=True))
        yield f"{which} build", f"{wall:.2f} s, of processors {cpu:.2f} s"
        yield f"  per page ({pages} pages)", f"{1000 * cpu / pages:.0f} ms of processors"


def spent() -> float:
    """The processor seconds of the processes that were run and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def reload(checkout: Path) -> Iterator[tuple[str, str]]:
    """From saving a page, or a program, to its page being served, as `make serve` does it."""
    for size in SIZES:
        pages = grow(checkout, size)
        edits = {"page": f"docs/{COPIED}.md", "program": f"snippets/{SHOWN}.py"}
        with serving(checkout) as server:
            for what, name in edits.items():
                file, took = checkout / name, []
                for number in range(REPEATS):
                    words = f"Edited number {number} by the benchmark."
                    text = file.read_text(encoding="utf-8") + f"\n# {words}\n"
                    start = time.perf_counter()
                    server.save(file, text)
                    found = words in server.get(f"{COPIED}/")
                    took.append(time.perf_counter() - start)
                    assert found, f"the edit is not shown\n{server.log}"
                yield f"saved {what} to served, {pages} pages", f"{median(took):.2f} s"


def grow(checkout: Path, size: int) -> int:
    """Add copies of a page and its program until there are `size` pages; how many there are."""
    docs, snippets, settings = (checkout / name for name in ("docs", "snippets", "mkdocs.yml"))
    page = (docs / f"{COPIED}.md").read_text(encoding="utf-8")
    here = sum(1 for _ in docs.rglob("*.md"))
    names = [f"{COPIED.partition('/')[0]}/copy-{number}" for number in range(here, size)]
    for name in names:
        stem = name.replace("-", "_")
        for ending in (".py", ".txt"):
            text = (snippets / f"{SHOWN}{ending}").read_text(encoding="utf-8")
            script = f"{stem.rpartition('/')[2]}.py"
            text = text.replace(f"{SHOWN.rpartition('/')[2]}.py", script)
            (snippets / f"{stem}{ending}").write_text(text, encoding="utf-8")
        one = re.sub(r"(?s)```(?!sample\n).*?```\n|\[\[[^]]*\]\]", "", page)
        one = re.sub(r"```sample.*?\n.*?\n```", "", one)
        text = f"{one}\n```sample\n{stem}\n```\n\n{name}\n"
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    listed = settings.read_text(encoding="utf-8")
    line = re.search(rf"(?m)^( *- ){re.escape(COPIED)}\.md\n", listed)
    assert line, f"mkdocs.yml does not list {COPIED}.md"
    more = "".join(f"{line[1]}{name}.md\n" for name in names)
    settings.write_text(listed.replace(line[0], line[0] + more), encoding="utf-8")
    return max(here, size)


def suite() -> Iterator[tuple[str, str]]:
    """All checks, as `make test` runs them after set-up."""
    start = time.perf_counter()
    jobs = os.environ.get("JOBS", "4")
    _, text = run(["-m", "pytest", "-q", "-n", jobs], ROOT, limit=1200.0)
    last = text.strip().splitlines()[-1].strip("= ")
    yield "all tests", f"{time.perf_counter() - start:.1f} s ({last})"


def programs() -> Iterator[tuple[str, str]]:
    """Each program once, one after another: how long it took, and what the runner added."""
    interpreter = ask(sys.executable)
    own, added = [], []
    for sample in samples().values():
        cell = natural_cell(sample.header, interpreter)
        if runs_in(sample, cell):
            continue
        start = time.perf_counter()
        result = observe(sample, interpreter, cell)
        own.append(result.wall)
        added.append(time.perf_counter() - start - result.wall)
    yield f"all programs once ({len(own)})", f"{sum(own) + sum(added):.1f} s"
    yield "  of which the programs", f"{sum(own):.1f} s (median {median(own):.2f} s)"
    yield "  of which the runner", f"{sum(added):.1f} s (median {median(added):.3f} s a program)"


def main() -> None:
    """Print one line for each figure, as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(shutil.copytree(ROOT, Path(folder) / "checkout", ignore=NOT_COPIED))
        for figures in (build(checkout), reload(checkout), programs(), suite()):
            for name, figure in figures:
                print(f"{name:<36} {figure}", flush=True)


if __name__ == "__main__":
    main()
