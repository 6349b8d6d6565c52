"""A transcript: the command on line one, then what a terminal showed.

The command is the one part that a person may write (``$ python -X dev x.py``,
also with variables in front: ``$ PYTHON_CPU_COUNT=3 python x.py``); the
recorder reads it back and obeys it.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shelf.wrong import Wrong


class TranscriptError(Wrong):
    """A transcript that cannot be obeyed."""


@dataclass(frozen=True)
class Command:
    """How a reader starts the program.

    ``variables`` are set in its environment, ``flags`` go to the
    interpreter, ``arguments`` to the program.
    """

    script: str
    variables: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The command as a shell shows it."""
        words = [
            *(f"{name}={shlex.quote(value)}" for name, value in self.variables),
            "python",
            *(shlex.quote(word) for word in (*self.flags, self.script, *self.arguments)),
        ]
        return "$ " + " ".join(words)


@dataclass(frozen=True)
class Transcript:
    """A command and the text that a terminal showed (lines end in one newline)."""

    command: Command
    text: str

    def __str__(self) -> str:
        return f"{self.command.line}\n{self.text}"


def read_transcript(path: Path, script: str) -> Transcript | None:
    """The transcript at `path` of the program file `script`, None if there is none.

    Raises `TranscriptError` where line one is not a command that runs it.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise TranscriptError(f"not UTF-8 ({error})", where=path, cure="record it again") from None
    line, _, text = content.partition("\n")
    return Transcript(read_command(line, script, path), text)


@lru_cache(1024)  # a build asks many times, and the answer hangs on nothing else
def read_command(line: str, script: str, path: Path) -> Command:
    """Read line one of a transcript."""
    wrong = TranscriptError(
        f"{line!r} does not run {script}",
        where=f"{path}:1",
        cure=f"line one is the command, in the usual case '$ python {script}'",
    )
    if not line.startswith("$ "):
        raise wrong
    try:
        words = shlex.split(line[2:])
    except ValueError:
        raise wrong from None
    variables = []
    while words and (match := re.fullmatch(r"([A-Z][A-Z0-9_]*)=(.*)", words[0])):
        variables.append((match[1], match[2]))
        del words[0]
    if not words or words.pop(0) != "python" or script not in words:
        raise wrong
    at = words.index(script)
    if {"-c", "-m"} & set(words[:at]):  # then the program would be an argument
        raise wrong
    return Command(script, tuple(variables), tuple(words[:at]), tuple(words[at + 1 :]))
