"""Faults that are seen when a program runs."""

from __future__ import annotations

from tests.drill.look import runs
from tests.drill.plant import Case, both, copy, edit
from tests.drill.program_faults import CODE, GUARD, LEAVE, TALLY

#: Seen when a program runs.
RUNNING = [
    Case(
        "output edited",
        edit(CODE + "tally.txt", "counted: 2", "counted: 3"),
        runs("tally"),
        (
            "prints something else than snippets/threads/tally.txt:2",
            "-votes that were counted: 3",
            "+votes that were counted: 2",
            "make record ONLY=threads/tally",
        ),
    ),
    Case(
        "result changed",
        edit(TALLY, "+= 1", "+= 2"),
        runs("tally"),
        ("prints something else than snippets/threads/tally.txt", "+votes that were counted: 4"),
    ),
    Case(
        "output that differs each time",
        edit(TALLY, 'tally["votes"])', '__import__("os").urandom(8).hex())'),
        runs("tally"),
        (
            "prints something else each time it runs",
            "--- one run",
            "print what is the same on every run",
            "make record ONLY=threads/tally",
        ),
    ),
    Case(
        "broken sample repaired",
        copy(TALLY, CODE + "tally_broken.py"),
        runs("tally_broken"),
        ("prints something else than snippets/threads/tally_broken.txt", "-votes that were count"),
    ),
    Case(
        "broken sample failing otherwise",
        edit(CODE + "tally_broken.py", "print(", "assert tally is None, ("),
        runs("tally_broken"),
        ("expected exit status 0, seen exit status 1, AssertionError",),
    ),
    Case(
        "deadlock that ends",
        edit(CODE + "standstill_broken.py", "= Lock()", "= __import__('threading').RLock()"),
        runs("standstill_broken"),
        ("expected a program that is alive and idle at its limit, seen exit status 0",),
    ),
    Case(
        "deadlock that spins",
        both(
            edit(CODE + "standstill_broken.py", "with door, door:", "while True:"),
            edit(CODE + "standstill_broken.py", 'return "inside"', "pass"),
            edit(CODE + "standstill_broken.py", "limit = 1", "limit = 0.3"),
        ),
        runs("standstill_broken"),
        ("expected a program that is alive and idle at its limit, seen still alive and busy",),
    ),
    Case(
        "good sample that hangs",
        both(
            edit(TALLY, "= Barrier(2)", "= Barrier(3)"),
            edit(TALLY, '"""A', '# /// script\n# [tool.sample]\n# limit = 0.5\n# ///\n"""A'),
        ),
        runs("tally"),
        ("expected exit status 0, seen still alive and",),
    ),
    Case(
        "child left behind",
        edit(TALLY, GUARD, LEAVE.format("") + GUARD),
        runs("tally"),
        ("left behind: ", "time.sleep(600)", "on Python"),
    ),
    Case(
        "error type changed",
        edit(CODE + "no_guest_broken.py", "rooms[guest]", 'rooms["Bob"][0]'),
        runs("no_guest_broken"),
        ("expected an error, KeyError: 'Ada', seen exit status 1, TypeError",),
    ),
    Case(
        "error message changed",
        edit(CODE + "no_guest_broken.py", 'room_of("Ada")', 'room_of("Eve")'),
        runs("no_guest_broken"),
        ("expected an error, KeyError: 'Ada', seen exit status 1, KeyError: 'Eve'",),
    ),
    Case(
        "transcript of another sample",
        copy(CODE + "no_guest.txt", CODE + "tally.txt"),
        runs("tally"),
        ("snippets/threads/tally.txt:1: '$ python no_guest.py' does not run tally.py",),
    ),
    Case(
        "header key misspelt",
        edit(CODE + "standstill_broken.py", "# expect", "# expct"),
        runs("standstill_broken"),
        ("standstill_broken.py:3: unknown key tool.sample.expct; did you mean expect",),
    ),
]
