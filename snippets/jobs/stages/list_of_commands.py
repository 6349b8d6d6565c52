"""A list of commands, some of which fail."""

from collections.abc import Iterator
from pathlib import Path

COMMANDS = """\
echo one
sh -c 'echo two >&2; exit 3'
no-such-program
# each line is a command, unless it begins like this one
sh -c 'kill -9 $$'
sleep 0.2
echo six
"""


def stage() -> Iterator[None]:
    Path("commands.txt").write_text(COMMANDS)
    yield
