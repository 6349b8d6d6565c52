"""Says on a page where its programs were run, as soon as the record has more than Linux.

Authors write what holds where macOS and Windows were never run:
"Windows and macOS by the documentation, not run here".
"""

from __future__ import annotations

import re

from shelf.conditions import SYSTEM_NAMES
from shelf.words import listed
from theme.book.links import Links

BY_THE_DOCUMENTATION = "by the documentation, not run here"
WRITTEN = re.compile(
    r"(run on Linux; on )?(macOS and Windows|Windows and macOS) by the documentation, not run here"
)


def told(words: str, links: Links) -> str:
    """`words`, with the systems in them of which the record knows more by now.

    A system counts as one on which a page was run if each program of it was that is
    meant for it; where only some were, that is what is said.
    """
    if not WRITTEN.search(words):
        return words
    record = links.book.record
    shown = [links.book.sample(fence.stem) for fence in links.here.samples]
    programs = [sample for sample in shown if not sample.timing]
    whole, part, never = [SYSTEM_NAMES["linux"]], list[str](), list[str]()
    for system in ("macos", "windows"):
        meant = [s for s in programs if system in (s.header.requires.systems or SYSTEM_NAMES)]
        ran = [
            s for s in meant if any(run.system == system and run.tried for run in record.runs(s))
        ]
        (never if not ran else whole if ran == meant else part).append(SYSTEM_NAMES[system])
    if len(never) == 2:
        return words
    said = [f"run on {listed(whole)}"]
    said += [f"some of it on {listed(part)}"] if part else []
    said += [f"on {listed(never)} {BY_THE_DOCUMENTATION}"] if never else []
    return WRITTEN.sub("; ".join(said), words)
