"""Which kind a program under the plain name is: for use, or a demonstration.

In a demonstration something is arranged so that a fact shows on every run; its
header says what, and names the program to start work from.
"""

from __future__ import annotations

import re

from shelf.sample import Sample

#: How a line ends that only arranges what is to be seen.
ARRANGING = re.compile(r"#\s*arranged$")


def demonstration(sample: Sample) -> bool:
    """Whether something is arranged in it; whoever starts work starts from another program."""
    return bool(sample.header.arranged)


def arranged_lines(text: str) -> list[int]:
    """The lines of a program that only arrange what is to be seen."""
    lines = text.splitlines()
    return [number for number, line in enumerate(lines, 1) if ARRANGING.search(line)]
