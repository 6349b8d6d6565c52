"""Asks one engine for what an Executor promises, and writes down each answer.

    python asking.py ENGINE ANSWERS CLAIM...

It is the main program of the engine: the functions that engines are given to
run stand here, as a reader's stand in the file that is started.  `clauses`
and `endings` hold the claims, and `engines` makes the engines.  An answer is a line of JSON;
before each claim stands a line with its name, so that whoever started this can
tell in which claim it hung or died.
"""

import json
import os
import re
import sys
import tempfile
import threading
import time
from typing import Any

#: Seconds in which whatever comes at all has come.
LIMIT = 30.0
#: What differs from run to run.
CHANGING = (
    (re.compile(r"0x[0-9a-f]+"), "0x…"),
    (re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"), "…"),
    (re.compile(r"\x1b\[\d+m"), ""),
    (re.compile(r"ip=[\d.]+"), "ip=…"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:…"),
    (re.compile(r"\b(pid|PID|process|thread)[ =:]+\d+"), r"\1 …"),
)


class Unbuildable(Exception):
    """Its pickle has one argument, and it takes two."""

    def __init__(self, oven: str, tin: str) -> None:
        super().__init__(oven)


def same(thing: Any) -> Any:
    return thing


def names(**given: Any) -> list[str]:
    return sorted(given)


def fail() -> None:
    error: Any = ValueError("cake", 7)
    error.tin = "B"
    error.add_note("the second oven")
    raise error


def fail_from() -> None:
    raise ValueError("cake") from KeyError("flour")


def fail_unbuildable() -> None:
    raise Unbuildable("left", "B")


def lock() -> Any:
    return threading.Lock()


def mark(folder: Any, name: str) -> str:
    os.close(tempfile.mkstemp(prefix=f"{name}-", dir=folder)[0])
    return name


def gated(folder: Any, name: str) -> str:
    """Says that it has begun, and ends when the folder holds `open`."""
    mark(folder, name)
    until = time.monotonic() + 4 * LIMIT
    while not os.path.exists(f"{folder}/open") and time.monotonic() < until:
        time.sleep(0.01)
    return mark(folder, f"{name}:done")


def counted(counter: list[int]) -> int:
    counter[0] += 1
    return counter[0]


def leave(folder: Any) -> None:
    mark(folder, "leave")
    sys.exit(3)


def die(folder: Any) -> None:
    mark(folder, "die")
    os._exit(3)


def submit_to(engine: Any) -> Any:
    return engine.submit(same, 7).result(LIMIT)


def readable(words: str, folder: Any) -> str:
    """One line without what differs from run to run."""
    line = next(iter(words.strip().splitlines()), "").replace(str(folder), "FOLDER")
    for found, instead in CHANGING:
        line = found.sub(instead, line)
    return line if len(line) <= 160 else line[:159] + "…"


def main(engine: str, answers: str, *wanted: str) -> None:
    from pathlib import Path

    import asker
    import clauses
    import endings
    import engines

    def note(**line: str) -> None:
        with open(answers, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    known = asker.claims(clauses, endings)
    note(begin="start")
    with engines.ENGINES[engine]() as make:
        for name in wanted:
            note(begin=name)
            folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
            ask = asker.Ask(make, sys.modules["__main__"], folder, engine)
            came, said = ask.answer(known[name])
            note(claim=name, came=came, said=readable(said, folder))
            if ask.poisoned:  # what hangs is ended from outside, and the rest begins anew
                os._exit(0)
    note(begin="end")


if __name__ == "__main__":
    main(*sys.argv[1:])
