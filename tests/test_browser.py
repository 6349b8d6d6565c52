"""What a browser sees on every page of the site, and what a reader copies from it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from recorder.cell import HELPED, natural_cell, runs_on
from recorder.hold.check import check, command_for
from recorder.pythons.environments import python_for
from recorder.pythons.interpreters import Interpreter, find_all
from recorder.run.once import Result, run
from shelf import ROOT, Sample, measuring, samples
from shelf.fault import Fault, short_diff
from shelf.ledger import PASSED
from shelf.runs import Record
from shelf.shelf import Shelf
from shelf.support import supported
from tests.checks.site import remembered
from tests.checks.site import seen as reader
from tests.checks.site.browser import CHROMIUM
from tests.checks.site.site import Site
from tests.checks.work.messages import no
from tests.plugins.turns import SHARES, share_of_page
from theme.finish.style import FEW

WHY_AXE = "a reader who sees, points or hears otherwise than you do is kept out by it"
#: How the code of a program begins in a page.
PROGRAM = re.compile(r'<code data-sample="?([\w/]+)"?>')
RIGHT = [pytest.param(sample, id=stem) for stem, sample in samples().items() if not sample.broken]


#: The pages are read in shares, each by the first worker that asks for it; the others wait
#: meanwhile, so a share is kept far below the limit of a test.
every_share = pytest.mark.parametrize("share", range(SHARES))

Visit = Callable[[int], dict[str, reader.Seen]]


def look(folder: Path, pages: list[str], share: int) -> dict[str, reader.Seen]:
    """What is seen on some pages; on a machine of one's own, what was seen there before."""
    if os.environ.get("CI"):
        return reader.read(folder, pages)
    return remembered.read(folder, pages, ROOT / ".cache" / "seen" / f"{share}.json")


@pytest.fixture(scope="session")
def visit(
    built: tuple[Site, list[Fault]], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Visit:
    """What a browser sees on the pages of a share; read once for all workers of a run."""
    CHROMIUM.path()
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    site, _ = built

    @cache
    def seen(share: int) -> dict[str, reader.Seen]:
        told = folder / f"seen-{share}.json"
        with FileLock(f"{told}.lock"):
            if not told.exists():
                pages = [path for path in site.html if share_of_page(path) == share]
                told.write_text(json.dumps(look(site.folder, pages, share)), "utf-8")
        found: dict[str, reader.Seen] = json.loads(told.read_text("utf-8"))
        return found

    return seen


@pytest.fixture
def seen(visit: Visit, share: int) -> dict[str, reader.Seen]:
    """What a browser sees on the pages of this share."""
    return visit(share)


@pytest.fixture(scope="session")
def shown(built: tuple[Site, list[Fault]]) -> dict[str, str]:
    """The page on which each program is shown."""
    site, _ = built
    return {
        stem: path
        for path in site.html
        for stem in PROGRAM.findall((site.folder / path).read_text(encoding="utf-8"))
    }


@pytest.fixture(scope="session")
def other(interpreter: Interpreter) -> Interpreter:
    """A second interpreter: the newest one here that is not the first."""
    found, _ = find_all([tag for tag in supported() if tag != interpreter.tag])
    if not found:
        pytest.skip("there is only one Python here: name another in $PYTHONS")
    return list(found.values())[-1]


@pytest.fixture(scope="session")
def record() -> Record:
    """What the matrix holds of the programs as they are now."""
    return Shelf(ROOT).record


# Every page


@every_share
def test_no_page_keeps_a_reader_out(built, seen):
    """No rule of axe is broken: light, dark, wide, narrow, with the drawer open."""
    where, _ = built
    no(
        [
            Fault(f"{state}: {words}", where.at(path), WHY_AXE, "mend it in theme/")
            for path, found in seen.items()
            for state, faults in found["axe"].items()
            for words in faults
        ]
    )


@every_share
def test_a_page_asks_for_three_things(built, seen):
    """For itself, its style and its script, then for its pictures; nothing of the search.

    One that draws what few do asks for their style, too.
    """
    where, _ = built
    faults = []
    for path, found in seen.items():
        if path == "404.html":
            continue  # it looks for what the address speaks of; test_search.py says how
        pictures = len(where.html[path].select("img"))
        few = where.html[path].select(f"link[href$='{FEW}']")
        parts = (*reader.PARTS, *[FEW for _ in few])
        rest = [url for url in found["asked"][1:] if url not in parts]
        if len(found["asked"]) - len(rest) != 1 + len(parts) or len(rest) != pictures:
            what = f"asks for {', '.join(found['asked'])}"
            why = "on a slow line each further request is a wait"
            faults.append(Fault(what, where.at(path), why, "leave it out until it is used"))
    no(faults)


@every_share
def test_nothing_is_said_in_the_console(built, seen):
    """No error of a script, nothing that the page's policy refused, no file that is missing."""
    where, _ = built
    no(
        [
            Fault(f"the browser says: {words}", where.at(path), "something is lost", "mend it")
            for path, found in seen.items()
            for words in found["said"]
        ]
    )


@every_share
def test_nothing_moves_while_a_page_comes(seen):
    """What stands where a reader looks stays there."""
    moved = {path: found["shift"] for path, found in seen.items()}

    assert {path: shift for path, shift in moved.items() if shift >= reader.STILL} == {}


@every_share
def test_without_scripts_everything_is_there(built, seen):
    """The same text, the ways to the pages, one in place of the search, and nothing dead."""
    where, _ = built
    lost = [path for path, found in seen.items() if found["plain"] != found["shown"]]
    ways = {path: found["ways"] for path, found in seen.items() if found["ways"] < 4}

    dead = {path: found["dead"] for path, found in seen.items() if found["dead"]}

    assert where.html and (lost, ways, dead) == ([], {}, {})


# What is copied


@every_share
def test_nothing_is_left_out_on_paper(built, seen):
    """Each part of an article is printed: cases that are not chosen, lines that are folded."""
    where, _ = built
    no(
        [
            Fault(
                f"on paper {part} is not there",
                where.at(path),
                "who prints a page has nothing to choose and to unfold",
                "show it: @media print, in theme/site/assets/",
            )
            for path, found in seen.items()
            for part in sorted(set(found["off paper"]))
        ]
    )


@every_share
def test_what_is_copied_is_what_was_tested(
    seen: dict[str, reader.Seen], shown: dict[str, str], share: int
) -> None:
    """A click on the button of a program copies its text, and nothing beside it."""
    right = {stem: one for stem, one in samples().items() if not one.broken}
    here = {stem for stem in right if stem in shown and share_of_page(shown[stem]) == share}
    copied = {stem: text for found in seen.values() for stem, text in found["copied"].items()}

    assert here - copied.keys() == set(), "no button copies them"
    no(
        [
            _otherwise(right[stem], copied[stem])
            for stem in sorted(here)
            if copied[stem] != right[stem].shown
        ]
    )


@every_share
def test_what_is_selected_without_a_clipboard_is_the_program(seen: dict[str, reader.Seen]) -> None:
    """Whoever copies by hand gets all its lines, those too that were folded, and no others."""
    right = samples() | measuring()
    selected = {stem: text for found in seen.values() for stem, text in found["selected"].items()}

    no(
        [
            _otherwise(right[stem], text)
            for stem, text in sorted(selected.items())
            if text.rstrip("\n") != right[stem].shown.rstrip("\n")
        ]
    )


def test_each_program_is_shown(shown: dict[str, str]) -> None:
    """On some page of the site."""
    assert [stem for stem, one in samples().items() if not one.broken and stem not in shown] == []


@pytest.mark.parametrize("sample", RIGHT)
def test_what_is_copied_runs_elsewhere(sample: Sample, other: Interpreter, record: Record) -> None:
    """Pasted into a file, it does under another Python what the page shows.

    Under the first one the very same text is run by test_it_runs_as_it_says, and
    under the other one too where the matrix holds that it passed there.
    """
    no([] if _has_passed(record, sample, other) else _pasted(sample, sample.shown, other))


def _has_passed(record: Record, sample: Sample, one: Interpreter) -> bool:
    """Whether the program as it is now passed on this very release, as one meets it there."""
    cell = natural_cell(sample.header, one)
    where = one.tag, cell.version, cell.system
    return any(
        (run.python, run.version, run.system) == where
        and run.cells.get(cell.start_method) == PASSED
        for run in record.runs(sample)
    )


def _otherwise(sample: Sample, text: str) -> Fault:
    diff = short_diff(sample.shown, text, (sample.stem, "the clipboard"), most=12)
    return Fault(
        f"the button of {sample.stem} copies something else\n{diff}",
        f"{sample.path.relative_to(sample.root).as_posix()}:1",
        "what a reader pastes was never run",
        "mend the button: theme/site/assets/theme.js",
    )


def _pasted(sample: Sample, text: str, one: Interpreter) -> list[Fault]:
    """What is wrong with a run of what was copied; nothing where it is not meant to run."""
    cell = natural_cell(sample.header, one)
    if why := runs_on(sample, one, cell):
        assert not (os.environ.get("CI") and HELPED.search(why)), why
        return []
    expected = sample.header.case(cell).expectation

    def once() -> Result:
        return run(
            sample.path,
            command_for(sample, cell),
            python_for(sample, one),
            limit=expected.limit,
            hangs=expected.outcome == "hang",
            source=text,
            stage=sample.stage,
        )

    return check(sample, cell, once(), once)


@every_share
def test_a_broken_program_is_selected_and_not_copied(seen):
    """It has no button, so a reader who takes it has read it."""
    broken = {stem for stem, sample in samples().items() if sample.broken}

    assert broken
    assert not broken & {stem for found in seen.values() for stem in found["copied"]}
