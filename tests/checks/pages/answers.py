"""The ledger of claims: what answers for a sentence that no run on its page shows.

There is a file for each page, with an entry for the very sentence.  An entry names
the test, the program, or the documentation with what was read there.  A sentence
that is edited has lost its entry.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from shelf import measuring, samples
from shelf.claims import DOCUMENTED, LEDGER, OPEN, Entry, entries
from shelf.fault import Fault
from tests.checks.pages.claims import Claim, claims, sentences
from tests.checks.pages.markdown import Page, pages
from theme import registers
from theme.book.addresses import CLAIMS, MEASURED
from theme.registers.text import plain

#: The generated pages with sentences of their own; the other ones quote pages or commits.
MADE = ("programs.md", "matrix.md", MEASURED, "names.md", "since.md", CLAIMS)


def claims_are_answered_for(root: Path) -> list[Fault]:
    """Each claim is shown, or entered in the ledger."""
    return [
        Fault(
            f"this sentence claims something, and nothing shows it: {claim.says!r}",
            claim.page.at(claim.line),
            "words such as never, only and every are false as soon as one run says otherwise",
            "show it by naming a program, [[threads/lost_update]]; or weaken it; or say in"
            f" {LEDGER / Path(claim.page.below_docs).with_suffix('.toml')} which test shows it",
        )
        for claim in open_claims(root)
    ]


def the_ledger_holds(root: Path) -> list[Fault]:
    """Each entry belongs to a sentence that stands there, and what it names is there."""
    there = {(page.below_docs, one.says) for page in pages(root) for one in sentences(page)}
    faults = []
    for entry in entries(root):
        where = f"{entry.file}:{entry.line}"
        written = (root / "docs" / entry.page).is_file()
        if (entry.page, entry.says) not in there and (written or entry.page not in MADE):
            faults.append(
                Fault(
                    f"docs/{entry.page} has no such sentence: {entry.says!r}",
                    where,
                    "an entry answers for the very sentence; one that was edited needs a new look",
                    "try to break the sentence as it is now, then write it here, or take this out",
                )
            )
        if missing := _missing(root, entry):
            faults.append(
                Fault(
                    missing,
                    where,
                    "who doubts the sentence looks here for what shows it",
                    "name what is there: a test as tests/threads/test_x.py::test_it, a program as"
                    " threads/x, or a page of the documentation with read and python",
                )
            )
    return faults


def _missing(root: Path, entry: Entry) -> str:
    """What is wrong with the evidence of an entry; "" if it is there."""
    if entry.by == "program":
        there = (root / "snippets" / f"{entry.evidence}.py").is_file()
        return "" if there else f"there is no program {entry.evidence}"
    if entry.by == "test":
        file, _, name = entry.evidence.partition("::")
        path = root / file
        name = name.partition("[")[0]
        there = path.is_file() and f"def {name}(" in path.read_text(encoding="utf-8")
        return "" if name and there else f"there is no test {entry.evidence}"
    if not (entry.read and entry.python):
        return "documentation is named without read, what stands there, and python, its version"
    told = DOCUMENTED.search(entry.says)
    if told is None or told[1] != entry.evidence:
        return (
            "the reader is not told that only documentation says so: end the sentence with"
            f" (by [the documentation]({entry.evidence}), not run here)"
        )
    return ""


def open_claims(root: Path) -> list[Claim]:
    """The sentences that nothing shows and no entry answers for."""
    answered = {(entry.page, entry.says) for entry in entries(root)}
    return [
        claim
        for page in pages(root)
        for claim in claims(page)
        if not claim.shown and (page.below_docs, claim.says) not in answered
    ]


def generated_text_is_answered_for(root: Path) -> list[Fault]:
    """Each claim of a generated page is read from a program or a record, or entered."""
    found = _generated(root)
    entered = [entry for entry in entries(root) if entry.page in MADE]
    answered = {(entry.page, entry.says) for entry in entered}
    faults = [
        Fault(
            f"this generated sentence claims something, and nothing shows it: {says!r}",
            f"theme/registers, which makes {page}",
            "a reader takes a generated sentence for one that was run",
            f"weaken it, or say in {LEDGER / Path(page).with_suffix('.toml')} which test shows it",
        )
        for page, says in found
        if (page, says) not in answered
    ]
    return faults + [
        Fault(
            f"{entry.page} makes no such claim: {entry.says!r}",
            f"{entry.file}:{entry.line}",
            "an entry answers for the very sentence; one that was edited needs a new look",
            "try to break the sentence as it is now, then write it here, or take this out",
        )
        for entry in entered
        if (entry.page, entry.says) not in found
    ]


def _generated(root: Path) -> list[tuple[str, str]]:
    """The claims of generated pages that neither a program nor a record words.

    A program's own sentence is held to its run, and a number is read from a record.
    """
    own = {
        plain(sample.sentence) for sample in (*samples(root).values(), *measuring(root).values())
    }
    found: dict[tuple[str, str], None] = {}
    for path, text in registers.pages(root).items():
        register = MEASURED if path.startswith(MEASURED.removesuffix(".md") + "/") else path
        if register not in MADE or not path.endswith(".md"):
            continue
        page = Page(root, root / "docs" / path)
        page.__dict__["text"] = text  # no file holds it
        for claim in claims(page):
            counted = any(map(str.isdigit, claim.says))
            quoted = own & {claim.says, claim.says.partition(": ")[2]}
            if not (claim.shown or counted or quoted):
                found[register, claim.says] = None
    return list(found)


def counts(root: Path) -> dict[str, Counter[str]]:
    """For each page: its sentences, its claims, and what answers for them."""
    answers = {(entry.page, entry.says): entry.by for entry in entries(root)}
    found = {}
    for page in pages(root):
        here = found[page.below_docs] = Counter(sentences=sum(1 for _ in sentences(page)))
        for claim in claims(page):
            here["claims"] += 1
            here[claim.shown or answers.get((page.below_docs, claim.says), OPEN)] += 1
    return found


CHECKS = (
    claims_are_answered_for,
    the_ledger_holds,
)
