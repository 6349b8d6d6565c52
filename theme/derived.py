"""What was drawn or read before, kept by all that it was made from: ``.cache/drawn.sqlite``.

A key is the digest of every input, the maker's own source among them, so what
is found here is never out of date.  A full build drops what it did not ask for.
It is a cache: where the file cannot be read or written, everything is made anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from shelf import ROOT

FILE = ROOT / ".cache" / "drawn.sqlite"
#: Seconds that another process may hold the file.
PATIENCE = 5.0


class Derived:
    """The texts kept in `file`, read whole when the first is asked for."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._kept: dict[bytes, str] | None = None
        self._new: dict[bytes, str] = {}
        self._asked: set[bytes] | None = None

    def text(self, make: Callable[[], str], *inputs: object) -> str:
        """What `make` makes of `inputs`, which are all that it hangs on."""
        key = hashlib.sha256("\0".join(map(str, inputs)).encode()).digest()
        if self._kept is None:
            self._kept = self._read()
        if self._asked is not None:
            self._asked.add(key)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._new[key] = make()
        return found

    def begin(self) -> None:
        """A full build begins, which asks for everything that the site needs."""
        self._asked = set()

    def save(self) -> None:
        """Write what is new, and at the end of a full build drop what it did not ask for."""
        gone = []
        if self._asked is not None:
            gone = [(key,) for key in (self._kept or {}).keys() - self._asked]
            self._asked = None
        if not self._new and not gone:
            return
        with suppress(OSError, sqlite3.Error):
            self.file.parent.mkdir(exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as base, base:
                base.execute("CREATE TABLE IF NOT EXISTS drawn (key BLOB PRIMARY KEY, text TEXT)")
                base.executemany("INSERT OR IGNORE INTO drawn VALUES (?, ?)", self._new.items())
                base.executemany("DELETE FROM drawn WHERE key = ?", gone)
            self._new.clear()

    def _read(self) -> dict[bytes, str]:
        if not self.file.is_file():
            return {}
        try:
            with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as base:
                return dict(base.execute("SELECT key, text FROM drawn"))
        except sqlite3.OperationalError:  # somebody else holds it
            return {}
        except sqlite3.DatabaseError:  # damaged
            with suppress(OSError):
                self.file.unlink()
            return {}


derived = Derived(FILE)


@cache
def source(file: str) -> str:
    """The source of a maker, ``__file__``: another one makes something else."""
    return Path(file).read_text(encoding="utf-8")
