"""What a reader copies from the built site, or downloads, is what was tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from shelf import Sample, measuring, samples
from shelf.contract import DEPARTS, clauses, current, read
from shelf.contract import NAME as RECORD
from shelf.fault import Fault, short_diff
from shelf.words import nearest
from tests.checks.pages.fences import TYPED
from tests.checks.pages.markdown import Page
from tests.checks.site.pairs import program_in
from tests.checks.site.site import MAKER, Site
from tests.checks.site.ways import target


def code_is_tested(site: Site) -> list[Fault]:
    """Every block of code equals, byte for byte, what its page names, and nothing named is lost."""
    faults = [
        Fault(f"{path} was not built", page.at(1), "nobody can read it", "look at: make site")
        for path, page in site.sources.items()
        if path not in site.html
    ]
    for path, soup in site.html.items():
        shown = Counter(program_in(tag) for tag in soup.find_all("pre"))
        if path in site.sources:
            page = site.sources[path]
            wanted = Counter(dict(_wanted(site, page)).values())
            named = dict(_wanted(site, page))
        else:
            # A generated page names programs in its own way; it still shows only tested text.
            named = dict(_everything(site))
            wanted = Counter()
            shown = Counter({text: n for text, n in shown.items() if text not in named.values()})
        for text in shown - wanted:
            faults.append(_stranger(site, path, text, named))
        for text in wanted - shown:
            name = next(name for name, known in named.items() if known == text)
            faults.append(
                Fault(
                    f"{name} is not shown, or not as it is",
                    site.at(path, name.split()[-1]),
                    "the page names it, so the reader looks for it",
                    "look at the built page; the theme draws it (theme/parts/sample.py)",
                )
            )
    return faults


def _wanted(site: Site, page: Page) -> Iterator[tuple[str, str]]:
    """The name and text of each block of code that a page has to show."""
    known = samples(site.root) | measuring(site.root)
    for fence in page.samples:
        if fence.stem in known:
            yield from _figure(known[fence.stem])
    for fence in page.fences:
        if fence.language == "departures":
            yield from _claims(site.root)
        if fence.language == "python" or fence.language in TYPED:
            yield f"the {fence.language} fence at {page.at(fence.line)}", fence.text


def _claims(root: Path) -> Iterator[tuple[str, str]]:
    """The code of each claim from which an engine was seen to depart."""
    for name, clause in clauses().items():
        answers = [run.answers.get(name) for run in current(read(root / RECORD))]
        if any(answer and answer.came == DEPARTS for answer in answers):
            yield f"the claim {name}", f"{clause.code.rstrip()}\n"


def _figure(sample: Sample) -> Iterator[tuple[str, str]]:
    """The program of a figure and what it printed."""
    yield f"the program {sample.stem}", sample.shown
    for case in sample.header.cases:
        path = sample.transcript_path(case)
        if path.is_file():
            # as bytes: nothing that reads text may smooth a line end here
            yield f"the transcript {path.name} of {sample.stem}", path.read_bytes().decode()


def _everything(site: Site) -> Iterator[tuple[str, str]]:
    for sample in (samples(site.root) | measuring(site.root)).values():
        yield from _figure(sample)


def _stranger(site: Site, path: str, text: str, named: dict[str, str]) -> Fault:
    """A block that equals nothing, beside what it is most like."""
    like = max(
        named.items(),
        key=lambda item: SequenceMatcher(None, text, item[1]).quick_ratio(),
        default=("nothing", ""),
    )
    diff = short_diff(like[1], text, (like[0], "this block"), most=12)
    return Fault(
        f"a block of code that nobody tested, most like {like[0]}\n{diff}",
        site.at(path, text.strip().partition("\n")[0], like[0].split()[-1]),
        "a reader copies what stands here, and only what was run is known to work",
        "show the program in a sample fence, or type it in a ```python fence",
    )


def downloads_are_the_files(site: Site) -> list[Fault]:
    """What can be downloaded is the file of snippets/, byte for byte."""
    known = samples(site.root) | measuring(site.root)
    faults = []

    def compare(file: Path, where: str) -> None:
        stem = "/".join(file.with_suffix("").parts[-2:])
        if stem not in known:
            what = f"offers {stem}{file.suffix}, which is no program{nearest(stem, list(known))}"
        elif file.read_bytes() != known[stem].path.read_bytes():
            what = f"offers {stem}.py, which differs from snippets/{stem}.py"
        else:
            return
        why = "the reader takes it for the program that was tested"
        cure = "offer the file itself (theme/registers/catalogue.py)"
        faults.append(Fault(what, where, why, cure))

    for file in sorted(site.folder.rglob("*.py")):
        compare(file, f"{MAKER} (built as {file.relative_to(site.folder).as_posix()})")
    for path, soup in site.html.items():
        for tag in soup.find_all("a", download=True):
            file = target(site, path, str(tag.get("href")))
            if isinstance(file, tuple) and file[0].suffix == ".py" and file[0].is_file():
                compare(file[0], site.at(path))
            elif not isinstance(file, tuple):
                where, why = site.at(path, str(tag.get("href"))), "a download has to be our file"
                what = f"offers {tag.get('href')}, which is none of our files"
                cure = "link to the file (theme/registers/catalogue.py)"
                faults.append(Fault(what, where, why, cure))
    return faults


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (code_is_tested, downloads_are_the_files)
