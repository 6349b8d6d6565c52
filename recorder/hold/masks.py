"""What differs from run to run and says nothing, so that two texts can be compared."""

from __future__ import annotations

import re
from functools import partial

from recorder.run.surroundings import PROGRAM_FOLDER

#: What a terminal shows as a colour, and says nothing.
COLOUR = r"\x1b\[[\d;]*m"
#: What no program can fix about its own text.  Each rule has a name, a
#: pattern and what stands in its place while two texts are compared; pages
#: show the real text.
MASKS = (
    ("colour", COLOUR, ""),
    ("port", r"(?<=127\.0\.0\.1:)\d{4,5}\b", "<port>"),
    ("quoted folder", r"(?<=\")[^\"\n]*[/\\](?=[\w.]+\.py\")", "<folder>/"),
    ("folder", r"(?:~|[A-Za-z]:)?(?:[/\\][^\s/\\\"'<>]+)+[/\\](?=[\w.]+\.py\b)", "<folder>/"),
)
#: The same for the error line of a traceback; what a program prints itself it
#: can print without such numbers.
ERROR_MASKS = (
    ("address", r"\b0x[0-9a-fA-F]{6,16}\b", "0x<address>"),
    ("process id", r"(?i)\b((?:process |pid[ =:]*))\d+\b", r"\g<1><id>"),
    ("block", r"\b(?:psm|wnsm)_[0-9a-f]{8}\b", "<block>"),
)
#: Folders of whoever recorded, and what stands for them on a page: those in
#: which a reader would have the program, a library and Python itself.
OF_THE_RECORDER = (
    (COLOUR, ""),
    (r"[^\s\"'=(]*[/\\]run-[a-z0-9_]{8}[/\\]", "~/"),
    (r"[^\s\"'=(]*/lib/(python3\.\d+t?)/site-packages/", r"~/.venv/lib/\1/site-packages/"),
    (r"[^\s\"'=(]*(?<!\.venv)/lib/(python3\.\d+t?)/(?!site-packages/)", r"/usr/lib/\1/"),
)
#: What each run has another of, and the first that stands for it; the others are
#: counted on from there, so that one stays one.
OF_THE_RUN = (
    (r"\b0x[0-9a-fA-F]{6,16}\b", 0x7F0000000010, 0x10, "0x{:x}"),
    (r"\bpsm_[0-9a-f]{8}\b", 0x10000001, 1, "psm_{:08x}"),
    (r"(?<=127\.0\.0\.1:)\d{4,5}\b", 8000, 1, "{}"),
)
#: The release to which a frame of the library belongs, as a page shows it.
LIBRARY = re.compile(r"/usr/lib/python(3\.\d+)t?/")
HEAD = "Traceback (most recent call last):"
#: A frame of the program itself, in the folder that it is run in.
OWN_FRAME = re.compile(rf"[/\\]{PROGRAM_FOLDER}[/\\]\w+\.py\"")


def masked(text: str) -> str:
    """`text` as it is compared: by `MASKS`, and with the program's own frames only.

    Of a traceback the head, the error line and the frames of the program are
    kept, each with the first line of its source.  The frames of the library,
    and the marks under a line, are laid out by every version in its own way.
    """
    kept = []
    inside = own = False
    for line in text.split("\n"):
        if line.strip() == HEAD:
            inside = True
        elif inside and line[:1].isspace():
            source, own = own, bool(OWN_FRAME.search(line))
            if not own and not source:
                continue
        elif inside and line:
            inside = own = False
            line = masked_error(line)
        kept.append(line)
    return _without("\n".join(kept), MASKS)


def masked_error(line: str) -> str:
    """The error line of a traceback, or its message, as it is compared."""
    return _without(line, (*ERROR_MASKS, *MASKS))


def as_read(text: str) -> str:
    """`text` as it is written down, the same whoever records it, and wherever.

    With the folders that a reader would see in place of the recorder's, and a
    stand-in for each address, block and port.
    """
    for pattern, instead in OF_THE_RECORDER:
        text = re.sub(pattern, instead, text)
    for pattern, first, step, form in OF_THE_RUN:
        known: dict[str, str] = {}
        for found in re.findall(pattern, text):
            known.setdefault(found, form.format(first + step * len(known)))
        text = re.sub(pattern, partial(_from, known), text)
    return text


def _from(known: dict[str, str], match: re.Match[str]) -> str:
    return known[match[0]]


def _without(text: str, masks: tuple[tuple[str, str, str], ...]) -> str:
    for _, pattern, instead in masks:
        text = re.sub(pattern, instead, text)
    return text


def same(recorded: str, seen: str) -> bool:
    """Whether two texts differ in nothing but what is masked."""
    return recorded == seen or masked(recorded) == masked(seen)


def same_lines(recorded: str, seen: str) -> bool:
    """Whether two texts have the same lines, in whatever order.

    This is the rule for a pipe, where each process holds its lines back until
    it ends, so that the order is not what a terminal shows.
    """
    return sorted(masked(recorded).split("\n")) == sorted(masked(seen).split("\n"))
