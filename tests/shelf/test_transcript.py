"""The first line of a transcript is read back to the letter, or told with what it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelf import Command, TranscriptError, read_transcript
from shelf.transcript import read_command

FILE = Path("x.txt")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("$ python x.py", Command("x.py")),
        ("$ python -X dev x.py", Command("x.py", flags=("-X", "dev"))),
        ("$ python x.py -c 'two words' -m", Command("x.py", arguments=("-c", "two words", "-m"))),
        (
            "$ A_1=3 B='two words' C= python -u x.py 5",
            Command("x.py", (("A_1", "3"), ("B", "two words"), ("C", "")), ("-u",), ("5",)),
        ),
        ("$ python x.py A=3", Command("x.py", arguments=("A=3",))),
        ("$ python x.py x.py", Command("x.py", arguments=("x.py",))),
    ],
)
def test_a_command_is_read_back(line: str, command: Command) -> None:
    """Variables, flags and arguments, each where it stood, and written again as it was."""
    assert read_command(line, "x.py", FILE) == command
    assert read_command(command.line, "x.py", FILE) == command


@pytest.mark.parametrize(
    "line",
    [
        *(
            "# python x.py",
            "> python x.py",
            "",
            "python x.py",
            "$python x.py",
            "$ ",
            "$ x.py",
            "$ python",
            "$ python y.py",
        ),
        *("$ ruby x.py", "$ python -c x.py", "$ python -m x.py", "$ python 'x.py"),
        *("$ a=3 python x.py", "$ A python x.py", "$ A-B=3 python x.py", "$ 1A=3 python x.py"),
    ],
)
def test_what_does_not_run_the_program_is_told(line: str) -> None:
    """With the file, the line that stands there, and the usual one."""
    with pytest.raises(TranscriptError) as told:
        read_command(line, "x.py", FILE)

    assert str(told.value) == (
        f"x.txt:1: {line!r} does not run x.py;"
        " line one is the command, in the usual case '$ python x.py'"
    )


def test_a_command_is_shown_as_a_shell_takes_it() -> None:
    command = Command("x.py", (("A", "1 2"),), ("-X", "dev"), ("two words", "3"))

    assert command.line == "$ A='1 2' python -X dev x.py 'two words' 3"


def test_a_transcript_is_command_and_text(tmp_path: Path) -> None:
    """The text is all behind the first line, and both together are the file."""
    file = tmp_path / "x.txt"
    file.write_text("$ python x.py\none\n$ two\n")
    found = read_transcript(file, "x.py")

    assert found is not None
    assert (found.command, found.text) == (Command("x.py"), "one\n$ two\n")
    assert str(found) == file.read_text()


def test_no_file_is_no_transcript(tmp_path: Path) -> None:
    assert read_transcript(tmp_path / "x.txt", "x.py") is None


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(b"$ python x.py\n\xff\n")

    with pytest.raises(TranscriptError, match=r"x.txt: not UTF-8 \(.*\); record it again$"):
        read_transcript(file, "x.py")
