"""What stops a build.

superfences swallows every exception of a fence except its own and then shows
the fence as text.  So nothing is raised inside a fence: faults are noted as
they are met, and the last step of the page's conversion raises them together.
"""

from __future__ import annotations

import ast
from pathlib import Path

from click import ClickException

from recorder import HeaderError, TranscriptError, UnknownSample
from recorder.matrix import MatrixError
from recorder.timing import TimingError
from recorder.trace import TraceError


class PageError(ValueError):
    """Something on a page that cannot be drawn; the message names the cure.

    `within` counts the lines from the beginning of the part to the one at fault.
    """

    def __init__(self, message: str, within: int = 0) -> None:
        super().__init__(message)
        self.within = within


#: What a page part may meet: its own faults, and those of a recording.
EXPECTED = (
    PageError,
    HeaderError,
    MatrixError,
    TimingError,
    TraceError,
    TranscriptError,
    UnknownSample,
)


class PageErrors(ClickException):
    """All faults of one page, each as ``docs/page.md:LINE: message``.

    A click exception, because every generator's command line is click's and
    shows such a one as plain lines with exit status 1, without a traceback.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))


def not_python(path: Path, error: SyntaxError) -> PageError:
    """The fault of a program that does not parse."""
    return PageError(f"{path}:{error.lineno}: not Python: {error.msg}")


def parse(source: str, path: Path) -> ast.Module:
    """The syntax tree of `source`; raises `PageError` where there is none."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise not_python(path, error) from None
