"""What stops a build.

superfences swallows every exception of a fence except its own and then shows
the fence as text.  So nothing is raised inside a fence: faults are noted as
they are met, and the last step of the page's conversion raises them together.
"""

from __future__ import annotations

import logging

from click import ClickException

from shelf import Wrong

#: Where a build says what does not stop it; MkDocs shows what stands below its own name.
log = logging.getLogger("mkdocs.plugins.theme")


class PageError(Wrong):
    """Something on a page that cannot be drawn; the message names the cure.

    `within` counts the lines from the beginning of the part to the one at fault.
    """

    def __init__(self, message: str, within: int = 0) -> None:
        super().__init__(message)
        self.within = within


class PageErrors(ClickException):
    """All faults of one page, each as ``docs/page.md:LINE: message``.

    A click exception, because every generator's command line is click's and
    shows such a one as plain lines with exit status 1, without a traceback.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
