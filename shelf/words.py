"""Puts lists, numbers and Pythons into words, and words into Markdown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from packaging.version import Version


def python_order(tag: str) -> tuple[Version, bool]:
    """Puts Pythons in order: "3.14", "3.14t", "3.15"."""
    return Version(tag.removesuffix("t")), tag.endswith("t")


def pythons(tags: Iterable[str], supported: Sequence[str]) -> str:
    """Pythons in words: ranges of the usual builds, then each free-threaded one."""
    chosen = sorted(set(tags), key=python_order)
    usual = [tag for tag in chosen if not tag.endswith("t")]
    line = sorted({*(tag for tag in supported if not tag.endswith("t")), *usual}, key=python_order)
    ranges: list[list[str]] = []
    for tag in usual:
        if ranges and line.index(tag) == line.index(ranges[-1][-1]) + 1:
            ranges[-1].append(tag)
        else:
            ranges.append([tag])
    words = [
        word
        for group in ranges
        for word in ([f"{group[0]} to {group[-1]}"] if len(group) > 2 else group)
    ]
    return listed(words + [tag for tag in chosen if tag.endswith("t")])


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 program", "1,078 cells"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def nearest(name: str, known: tuple[str, ...] | list[str]) -> str:
    """The end of a message: the known names nearest to `name`, or all of a few."""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not close and len(known) <= 8:
        close = list(known)
    return f"; did you mean {', '.join(close)}?" if close else ""


def version_words(specifier: str) -> str:
    """A version specifier in words: ">=3.14" is "3.14 and later".

    A specifier of a shape that no article uses is given back as it is.
    """
    if match := re.fullmatch(r">=\s*(\d+\.\d+(?:\.\d+)?)", specifier):
        return f"{match[1]} and later"
    if match := re.fullmatch(r">=\s*(\d+\.\d+\.\d+)\s*,\s*!=\s*(\d+\.\d+\.\d+)", specifier):
        return f"{match[1]} and later (not {match[2]})"
    if match := re.fullmatch(r">=\s*([\d.]+)((?:\s*,\s*!=\s*\d+\.\d+\.\d+){2,})", specifier):
        left_out = re.findall(r"!=\s*([\d.]+)", match[2])
        return f"{match[1]} and later (not {left_out[0]} to {left_out[-1]})"
    if match := re.fullmatch(r"<\s*3\.(\d+)", specifier):
        return f"3.{int(match[1]) - 1} and older"
    if match := re.fullmatch(r"<\s*(3\.\d+\.\d+)", specifier):
        return f"releases before {match[1]}"
    if match := re.fullmatch(r"==\s*(\d+\.\d+)\.\*", specifier):
        return match[1]
    if match := re.fullmatch(r">=\s*3\.(\d+(?:\.\d+)?)\s*,\s*<\s*3\.(\d+)", specifier):
        first, last = match[1], int(match[2]) - 1
        return f"3.{first}" if first == str(last) else f"3.{first} to 3.{last}"
    return specifier


#: As much of a first sentence as a list of pages shows.
LONGEST = 130
SENTENCE = re.compile(r".{20,}?[.!?](?=\s|$)", re.DOTALL)


def cleaned(text: str) -> str:
    return " ".join(text.split()).removesuffix("#").strip()


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph, cut after a word if it is long."""
    line = cleaned(text)
    match = SENTENCE.match(line)
    line = match[0] if match else line
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rpartition(' ')[0]}…"
