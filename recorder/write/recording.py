"""What became of one recording: its file, what is new, and why it was refused."""

from __future__ import annotations

from dataclasses import dataclass

from shelf.fault import Fault


@dataclass(frozen=True)
class Recording:
    """What came of recording one transcript.

    ``news`` is "written", "unchanged" or why there is none; ``faults`` is
    empty unless the run was not what the program says.
    """

    path: str
    news: str
    faults: tuple[Fault, ...] = ()
