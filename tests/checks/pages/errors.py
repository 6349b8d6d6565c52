"""The pages of error messages: each message is recorded, and has one cause and one cure."""

from __future__ import annotations

import re
from pathlib import Path

from shelf.fault import Fault
from tests.checks.pages.markdown import pages

#: How many messages people search for, at the least.
LEAST = 30
#: What follows a message: two terms, each with one sentence.
TOLD = re.compile(r"\n*Cause\n:   (?P<cause>[^\n]+)\n\nCure\n:   (?P<cure>[^\n]+)\n(?=\n|\Z)")
LINK = re.compile(r"\]\([^()\n]*\)")


def each_has_cause_and_cure(root: Path) -> list[Fault]:
    """A message is followed by its cause and its cure, each in one sentence."""
    faults = []
    for page in pages(root):
        lines = page.text.split("\n")
        for fence in page.fences:
            if fence.language != "message":
                continue
            match = TOLD.match("\n".join(lines[fence.last :]) + "\n")
            if match and all(_one_sentence(text) for text in match.groups()):
                continue
            faults.append(
                Fault(
                    f"the message of {fence.stem} is not followed by one cause and one cure",
                    page.at(fence.line),
                    "whoever pastes a message wants these two sentences, and no others first",
                    "write below it 'Cause', ':   ' and one sentence, then 'Cure' likewise",
                )
            )
    return faults


def _one_sentence(text: str) -> bool:
    plain = re.sub(r"`[^`]*`", "x", LINK.sub("]", text)).strip()
    return plain.endswith(".") and not re.search(r"[.!?] +[A-Z\[]", plain)


def many_messages(root: Path) -> list[Fault]:
    """The messages that people search for are there, each of them once."""
    stems = [f.stem for page in pages(root) for f in page.fences if f.language == "message"]
    if not stems or len(set(stems)) == len(stems) >= LEAST:
        return []
    return [
        Fault(
            f"{len(set(stems))} messages stand {len(stems)} times, at least {LEAST} once each",
            "docs/errors/index.md:1",
            "a message that is missing sends its reader away",
            "write the program that raises it, and name it in a message fence of docs/errors/",
        )
    ]


def each_myth_has_a_program(root: Path) -> list[Fault]:
    """Below each myth stand what is so, in words, and the program that shows it."""
    faults = []
    for page in pages(root):
        drawn = [fence.line for fence in page.fences if fence.language == "myth"]
        heads = [n for n, line in enumerate(page.text.split("\n"), 1) if line.startswith("### ")]
        for start, end in zip(heads, [*heads[1:], 10**9], strict=True) if drawn else ():
            inside = [line for line in drawn if start < line < end]
            if len(inside) == 1 and page.prose.split("\n")[start : inside[0] - 1] != [""] * 3:
                continue
            faults.append(
                Fault(
                    f"{len(inside)} programs stand below this myth, expected one after a sentence",
                    page.at(start),
                    "a myth that no program refutes is one opinion against another",
                    "say what is so, and name the program that shows it in a myth fence",
                )
            )
    return faults
