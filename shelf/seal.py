"""What a tool wrote is as the tool wrote it: a record holds a digest of all else in it.

A number or a name that is changed by hand, or lost where two branches meet, is then
told from one that was measured.  A record to which many branches add holds one for
each of its entries, so that they meet in no line.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

#: What a writer puts into a record once, at a place of its choice.
OPEN = '"seal": ""'
_SEAL = re.compile(r'"seal": "([0-9a-f]*)"')


def sealed(text: str) -> str:
    """The text of a record with its seal, in place of `OPEN` or of an older one."""
    (here,) = _SEAL.finditer(text)
    opened = text[: here.start()] + OPEN + text[here.end() :]
    value = hashlib.sha256(opened.encode("utf-8")).hexdigest()[:16]
    return opened.replace(OPEN, f'{OPEN[:-1]}{value}"')


def is_whole(text: str) -> bool:
    """Whether the text of a record is what was sealed."""
    return len(_SEAL.findall(text)) == 1 and sealed(text) == text


def seal_of(place: list[str], entry: dict[str, Any]) -> str:
    """The seal of one entry of a record: a digest of all else in it, and of where it belongs."""
    rest = {name: value for name, value in entry.items() if name != "seal"}
    text = json.dumps([place, rest], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
