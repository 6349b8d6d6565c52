"""Each claim of the pages leads to what shows it; the ledger says what, and stays true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import ROOT
from shelf.claims import said
from shelf.fault import Fault
from tests.checks.pages import answers
from tests.checks.pages.markdown import Page
from tests.checks.work.messages import no

PROGRAM = "def main() -> None:\n    tally.append(1)\n"
ADDRESS = "https://docs.python.org/3.14/library/queue.html"
SHOWN = "```sample\nthreads/tally\n```\n"


@pytest.mark.parametrize("check", answers.CHECKS)
def test_claims(check: Callable[[Path], list[Fault]]) -> None:
    """What the check is called holds for every page of docs/."""
    no(check(ROOT))


def test_generated_text_is_answered_for() -> None:
    """The registers claim what a program or a record says, or what a test shows."""
    no(answers.generated_text_is_answered_for(ROOT))


def test_a_generated_claim_that_nothing_shows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of a register, once; a sentence of a program, a number and a link to one are shown."""
    made = {
        "names.md": "Nobody else has these.\n",
        "measured/threads/tally.md": "All of them were alone.\n",
        "measured/threads/other.md": "All of them were alone.\n",
        "matrix.md": "Of all cells 12 failed.\n\nAll are like [[threads/tally]].\n",
        "claims/threads.md": "A queue never loses an item.\n",
        "programs/threads/tally.py": "# never\n",
    }
    monkeypatch.setattr(answers.registers, "pages", lambda root: made)
    told = [fault.what.partition(": ")[2] for fault in answers.generated_text_is_answered_for(ROOT)]

    assert "'Nobody else has these.'" in told and told.count("'All of them were alone.'") == 1
    assert not any("12 failed" in what or "tally" in what or "queue" in what for what in told)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A checkout with one page and one program: ``written(text, ledger)``."""

    def write(text: str, ledger: str = "") -> Path:
        for name, content in (
            ("docs/threads/page.md", f"# Title\n\n{text}\n"),
            ("snippets/threads/tally.py", PROGRAM),
            ("tests/threads/test_tally.py", "def test_it() -> None: ...\n"),
            ("tests/ledger/threads/page.toml", ledger),
        ):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return tmp_path

    return write


@pytest.mark.parametrize(
    "sentence",
    [
        "A queue never loses an item.",
        "Nobody else can take it.",
        "The lock is always released.",
        "Any object can travel.",
        "`join` cannot raise.",
        "You have to close the pool.",
        "The default is five threads.",
        "Threads are cheaper than processes.",
        "Windows ends the children too.",
        "On 3.13 the order is kept.",
        "| `append` | every thread sees it |",
        "- Both ends see the same bytes.",
    ],
)
def test_a_claim_that_nothing_shows_is_told(written: Callable[..., Path], sentence: str) -> None:
    """Of whatever kind, with its line and its words."""
    (fault,) = answers.claims_are_answered_for(written(sentence))

    assert fault.where == "docs/threads/page.md:3"
    assert said(sentence) in fault.what


@pytest.mark.parametrize(
    "text",
    [
        "A queue hands its items over.",
        "Call `only()` and look.",
        "A queue never loses an item, as in [[threads/tally]].",
        f"{SHOWN}\n`append` is never cut in two.",
        f"{SHOWN}\nThe right program never loses one.",
        "```python\nnever = 1\n```",
    ],
)
def test_what_is_shown_or_claims_nothing_is_let_be(written: Callable[..., Path], text: str) -> None:
    """A program in the sentence, or the figure that it speaks of, answers for it."""
    assert not answers.claims_are_answered_for(written(text))


def test_a_figure_of_another_section_answers_for_nothing(written: Callable[..., Path]) -> None:
    """Nor one that has nothing to do with the sentence."""
    root = written(f"{SHOWN}\n## Other\n\n`append` is never cut in two.")

    assert len(answers.claims_are_answered_for(root)) == 1
    assert len(answers.claims_are_answered_for(written(f"{SHOWN}\nA pipe never waits."))) == 1


SAYS = '[[claim]]\nsays = "A queue never loses an item."\n'


@pytest.mark.parametrize(
    "evidence",
    ['test = "tests/threads/test_tally.py::test_it"', 'program = "threads/tally"'],
)
def test_an_entry_answers_for_its_sentence(written: Callable[..., Path], evidence: str) -> None:
    """With a test or a program that is there."""
    root = written("A queue never loses an item.", SAYS + evidence)

    assert not [fault for check in answers.CHECKS for fault in check(root)]


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ('test = "tests/threads/test_tally.py::test_that"', "there is no test"),
        ('test = "tests/threads/test_tally.py"', "there is no test"),
        ('program = "threads/tale"', "there is no program"),
        (f'docs = "{ADDRESS}"', "without read"),
        (f'docs = "{ADDRESS}"\nread = "it blocks"\npython = "3.14"', "is not told that only"),
    ],
)
def test_evidence_that_is_not_there_is_told(
    written: Callable[..., Path], evidence: str, message: str
) -> None:
    """With what was expected in its place."""
    root = written("A queue never loses an item.", SAYS + evidence)
    (fault,) = answers.the_ledger_holds(root)

    assert message in fault.what and fault.where == "tests/ledger/threads/page.toml:1"


def test_what_only_documentation_says_is_said_so(written: Callable[..., Path]) -> None:
    """The reader sees it in the sentence, and the entry says what was read."""
    says = f"Windows ends them (by [the documentation]({ADDRESS}), not run here)."
    entry = f'[[claim]]\nsays = "{says}"\ndocs = "{ADDRESS}"\nread = "r"\npython = "3.14"\n'
    root = written(says, entry)

    assert not [fault for check in answers.CHECKS for fault in check(root)]


def test_an_edited_sentence_has_lost_its_entry(written: Callable[..., Path]) -> None:
    """It is asked for again, and the old entry is told as one of no sentence."""
    root = written("A queue never drops an item.", SAYS + 'program = "threads/tally"')

    assert len(answers.claims_are_answered_for(root)) == 1
    assert "has no such sentence" in answers.the_ledger_holds(root)[0].what


def test_the_counts_add_up() -> None:
    """Each claim of a page is answered for in one way, or open."""
    for here in answers.counts(ROOT).values():
        kinds = sum(here[kind] for kind in ("run", "test", "program", "docs", "open"))

        assert kinds == here["claims"] <= here["sentences"]


def test_pages_are_read_as_they_stand(tmp_path: Path) -> None:
    """An item, a row or a definition is a sentence without its mark."""
    assert said("- | a | never |") == "a | never |"
    assert said("|---|:--|") == ""
    assert Page(tmp_path, tmp_path / "docs" / "x.md").name == "docs/x.md"
