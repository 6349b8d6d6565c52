"""What a contributor gets wrong first: one message each, short, and its cure works.

Each mistake is made in a small checkout, all that reads it is asked, and whoever
follows the cure to the letter is rid of the fault.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.write.transcript import record
from shelf import measuring, samples
from shelf.fault import Fault
from tests.checks.pages import fences, markdown, shown
from tests.checks.pages.drawn import parts_are_drawn
from tests.checks.programs import conduct, form
from tests.checks.records import cases, files
from tests.checks.work.causes import causes
from tests.drill.plant import Plant, add, both, copy, edit
from tests.test_drill import clean as clean

INDEX, WRONG = "docs/threads/index.md", "docs/threads/wrong.md"
TALLY, NO_GUEST = "snippets/threads/tally.py", "snippets/threads/no_guest.py"
#: Lines of a message: more is a page to read before one can begin to mend.
LINES = 12
MEANT = re.compile(r"(?:did you mean|^write) `*([\w./-]+)")
QUOTED = re.compile(r"'([^']+)'")
GUARD = 'if __name__ == "__main__":\n    main()'
PROGRAM = "def main() -> None:\n    print(1)\n\n\nif __name__ == '__main__':\n    main()"
#: Checks that call other tools, which have messages of their own.
ELSEWHERE = ("ruff", "mypy")

Follow = Callable[[Path, Fault, Interpreter], None]


@dataclass(frozen=True)
class Mistake:
    """A mistake, what its message has to hold, how its cure is followed, the program to run."""

    name: str
    plant: Plant
    says: str
    follow: Follow
    program: str = ""


def at(root: Path, fault: Fault) -> tuple[Path, int]:
    """The file and the line that a message names."""
    file, _, line = fault.where.partition(":")
    return root / file, int(line.split()[0])


def change(root: Path, fault: Fault, old: str, new: str) -> None:
    """Write `new` for `old` on the named line, or on the next one, where a fence has its stem."""
    path, number = at(root, fault)
    lines = path.read_text(encoding="utf-8").split("\n")
    line = next(n for n in (number - 1, number) if old in lines[n])
    lines[line] = lines[line].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8")


def meant(root: Path, fault: Fault, _: Interpreter) -> None:
    """Write the first name that the message offers in place of the one that it quotes."""
    wrong = QUOTED.search(fault.what)
    offered = MEANT.search(fault.cure) or MEANT.search(fault.what)
    assert wrong and offered, fault
    old, new = wrong[1], offered[1]
    if "leads to no page" in fault.what:
        old, new = old.partition("#")[0], new.rpartition("/")[2]
    elif "leads to no place" in fault.what:
        old = old.partition("#")[2]
    change(root, fault, old, new)


def recorded(root: Path, fault: Fault, interpreter: Interpreter) -> None:
    """Give the command that the cure begins with."""
    command = re.match(r"make record ONLY=(\S+?),? ", f"{fault.cure} ")
    assert command, fault
    assert not [f for one in record([samples(root)[command[1]]], [interpreter]) for f in one.faults]


def without(root: Path, fault: Fault, _: Interpreter) -> None:
    """Leave out what the message quotes."""
    quoted = QUOTED.search(fault.what)
    assert quoted, fault
    change(root, fault, quoted[1], "")


def closed(root: Path, fault: Fault, _: Interpreter) -> None:
    """Close the fence, behind the lines that it holds, with the mark that the cure names."""
    path, number = at(root, fault)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines.insert(lines.index("", number), fault.cure.partition(": ")[2])
    path.write_text("\n".join(lines), encoding="utf-8")


def ended(root: Path, fault: Fault, _: Interpreter) -> None:
    """End the program with the guard that the message spells out."""
    path, _line = at(root, fault)
    text = path.read_text(encoding="utf-8").removesuffix("main()\n")
    assert "'if __name__ == \"__main__\":' and 'main()'" in fault.what
    path.write_text(f"{text}{GUARD}\n", encoding="utf-8")


def begun(root: Path, fault: Fault, _: Interpreter) -> None:
    """Begin the file with the sentence that the cure gives as an example."""
    path, _line = at(root, fault)
    sentence = re.search(r'""".+"""', fault.cure)
    assert sentence, fault
    path.write_text(f"{sentence[0]}\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def named(root: Path, fault: Fault, _: Interpreter) -> None:
    """Name the page in the nav."""
    page = re.match(r"name (\S+) once in the nav of mkdocs.yml", fault.cure)
    assert page, fault
    nav = root / "mkdocs.yml"
    text = nav.read_text(encoding="utf-8")
    nav.write_text(text.replace("nav:\n", f"nav:\n  - {page[1]}\n", 1), encoding="utf-8")


def dropped(root: Path, fault: Fault, _: Interpreter) -> None:
    """Take the named line away."""
    path, number = at(root, fault)
    lines = path.read_text(encoding="utf-8").split("\n")
    del lines[number - 1]
    path.write_text("\n".join(lines), encoding="utf-8")


def lit(root: Path, fault: Fault, _: Interpreter) -> None:
    """Light lines that the program has, by the numbers of the message."""
    old, new = re.search(r'lines="([\d-]+)"', fault.what), re.search(r"lines (1) to", fault.what)
    assert old and new, fault
    change(root, fault, old[1], new[1])


def linked(root: Path, fault: Fault, _: Interpreter) -> None:
    """Write the link of the cure in place of the fence."""
    path, number = at(root, fault)
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[number - 1 : number + 2] = [fault.cure.removeprefix("link to it: ")]
    path.write_text("\n".join(lines), encoding="utf-8")


def renamed(root: Path, fault: Fault, _: Interpreter) -> None:
    """Rename the program for what it shows."""
    path, _line = at(root, fault)
    path.rename(path.with_name("votes_in_line.py"))


def shown_there(root: Path, fault: Fault, _: Interpreter) -> None:
    """Show the program in a sample fence."""
    stem = re.search(r"a sample fence that names (\S+);", fault.cure)
    assert stem, fault
    add(WRONG, f"\n```sample\n{stem[1]}\n```\n")(root)


def made_a_program(root: Path, fault: Fault, _: Interpreter) -> None:
    """Move what is typed to snippets/, and show it from there."""
    path, number = at(root, fault)
    lines = path.read_text(encoding="utf-8").split("\n")
    end = lines.index("```", number)
    code = "\n".join(lines[number:end])
    (root / "snippets/threads/one.py").write_text(f'"""It prints one."""\n\n\n{code}\n')
    lines[number - 1 : end] = ["```sample", "threads/one"]
    path.write_text("\n".join(lines), encoding="utf-8")


MISTAKES = [
    Mistake("stem", edit(INDEX, "threads/tally\n", "threads/taly\n"), "did you mean", meant),
    Mistake("broken stem", edit(INDEX, "tally_broken\n", "tally_brokn\n"), "did you mean", meant),
    Mistake("page of a link", edit(INDEX, "wrong.md#", "wrnog.md#"), "no page", meant),
    Mistake("place of a link", edit(INDEX, "#at-the-door", "#at-the-dor"), "at-the-door", meant),
    Mistake("named program", edit(INDEX, "[[threads/stand", "[[threads/stnad"), "mean", meant),
    Mistake("key of a number", edit(INDEX, "timing.count", "timing.cuont"), "mean count", meant),
    Mistake("fence", edit(INDEX, "```sample\n", "```smaple\n"), "did you mean sample", meant),
    Mistake(
        "edited transcript",
        edit("snippets/threads/tally.txt", "counted: 2", "counted: 3"),
        "make record ONLY=threads/tally",
        recorded,
        "threads/tally",
    ),
    Mistake(
        "changed output",
        edit(TALLY, "votes that were counted", "votes"),
        "make record ONLY=threads/tally",
        recorded,
        "threads/tally",
    ),
    Mistake(
        "open fence",
        edit(WRONG, "threads/standstill\n```\n\nBack", "threads/standstill\n\nBack"),
        "close it: ```",
        closed,
    ),
    Mistake(
        "typed program",
        add(INDEX, f"\n```python\n{PROGRAM}\n```\n"),
        "make it a program of snippets/",
        made_a_program,
    ),
    Mistake("small word", add(INDEX, "\nSimply call it.\n"), "leave it out", without),
    Mistake("typed factor", add(INDEX, "\nIt is ten times faster.\n"), "say what", without),
    Mistake("no guard", edit(NO_GUEST, GUARD, "main()"), "end with the guard", ended),
    Mistake(
        "no docstring",
        both(
            edit(WRONG, 'lines="6-7"', 'lines="10"'),  # which is one of code with it and without
            lambda root: (root / NO_GUEST).write_text(
                re.sub(r'\A""".*?"""\n+', "", (root / NO_GUEST).read_text(), flags=re.DOTALL)
            ),
        ),
        "begin the file with one full sentence",
        begun,
    ),
    Mistake(
        "key of a header",
        edit(NO_GUEST, '"""', '# /// script\n# [tool.sample]\n# limits = 3\n# ///\n"""'),
        "did you mean limit?",
        lambda root, fault, _: change(root, fault, "limits", "limit"),
    ),
    Mistake(
        "page outside the nav", edit("mkdocs.yml", "  - threads/in-time.md\n", ""), "name", named
    ),
    Mistake(
        "entry without a page",
        edit("mkdocs.yml", "threads/in-time.md\n", "threads/in-time.md\n  - threads/gone.md\n"),
        "correct or remove the entry",
        dropped,
    ),
    Mistake("lit lines", edit(INDEX, '"11-12"', '"111-112"'), "which has lines 1 to", lit),
    Mistake(
        "printed lines",
        edit(INDEX, "    python tally.py", "    $ python tally.py\n    votes: 2"),
        "show what it prints in a sample fence",
        dropped,
    ),
    Mistake(
        "program on two pages",
        add(WRONG, '\n```sample lines="11-12"\nthreads/tally\n```\n'),
        "link to it: [[threads/tally]]",
        linked,
    ),
    Mistake(
        "name of a module",
        copy(TALLY, "snippets/threads/queue.py"),
        "rename it",
        renamed,
    ),
    Mistake(
        "program without a page",
        copy(TALLY, "snippets/threads/idle.py"),
        "in a sample fence that names threads/idle",
        shown_there,
    ),
]


def told(root: Path, program: str, interpreter: Interpreter) -> list[Fault]:
    """All causes that are found in a checkout, by whoever reads it, or runs `program`."""
    checks = [*shown.CHECKS, *fences.CHECKS, *files.CHECKS, *cases.CHECKS]
    found = [f for check in checks if check.__name__ not in ELSEWHERE for f in check(root)]
    found += [fault for page in markdown.pages(root) for fault in parts_are_drawn(page)]
    every = samples(root) | measuring(root)
    found += [fault for sample in every.values() for fault in form.form(sample)]
    if program:
        found += conduct.conduct(every[program], interpreter)
    return causes(found)[0]


@pytest.mark.parametrize("mistake", [pytest.param(one, id=one.name) for one in MISTAKES])
def test_a_mistake_has_one_short_message_and_a_cure_that_works(
    mistake: Mistake, clean: Path, tmp_path: Path, interpreter: Interpreter
) -> None:
    """Whoever does what it says, to the letter, is not told so again."""
    root = tmp_path / "checkout"
    shutil.copytree(clean, root)
    mistake.plant(root)
    found = told(root, mistake.program, interpreter)

    assert len(found) == 1, "\n\n".join(map(str, found))
    assert mistake.says in str(found[0]) and str(found[0]).count("\n") < LINES
    mistake.follow(root, found[0], interpreter)
    assert found[0] not in told(root, mistake.program, interpreter)


def test_a_checkout_without_a_mistake_has_no_message(clean: Path, interpreter: Interpreter) -> None:
    """So what is told above is told of the mistake."""
    assert told(clean, "threads/tally", interpreter) == []
