"""Programs that stand in for those which a script calls: each writes down how it was called."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: One call a line: what it was called as, the words, and what it was told by the environment.
STAND_IN = """#!/bin/sh
printf '%s' "{name}" >> "$CALLS"
for word in "$@"; do printf ' %s' "$word" >> "$CALLS"; done
for key in {told}; do
  eval "value=\\${{$key-}}"
  [ -z "$value" ] || printf ' [%s=%s]' "$key" "$value" >> "$CALLS"
done
echo >> "$CALLS"
{says}
[ "$(wc -l < "$CALLS")" -ne "${{FAIL_AT:-0}}" ]
"""


@dataclass(frozen=True)
class Called:
    """How a script ended, and what it called in order."""

    status: int
    calls: list[str]
    text: str


def stand_in(file: Path, name: str, told: str = "", says: str = "") -> None:
    """Lay a program at `file` that writes down its calls, and prints what `says` has it print."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STAND_IN.format(name=name, told=told, says=says), "utf-8")
    file.chmod(0o755)


def call(
    command: list[str],
    folder: Path,
    fail_at: int = 0,
    environment: dict[str, str] | None = None,
    without: Iterable[str] = (),
) -> Called:
    """Run `command` in `folder`; the call of that number, from 1 on, fails.

    `without` are variables that the run of the tests may have been told.
    """
    calls = folder / "calls"
    calls.write_text("", "utf-8")
    own = os.environ | {"CALLS": str(calls), "FAIL_AT": str(fail_at)} | (environment or {})
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "LONG", "PYTEST_ADDOPTS", "PYTHONS", *without):
        own.pop(name, None)
    done = subprocess.run(
        command, cwd=folder, env=own, capture_output=True, text=True, timeout=60, check=False
    )
    return Called(done.returncode, calls.read_text("utf-8").splitlines(), done.stdout + done.stderr)
