"""Asks engines what they promise, each in processes of its own: ``make contract``.

recorder/inside/asking.py does the asking, on the engine's own interpreter.  It
has a fresh home and a fresh folder for what is temporary, and is ended with all
that it started when a claim does not come to its end; the claims that are left
are then put to a fresh start of the engine.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import Version

from recorder.pythons.environments import NoEnvironment, python_with
from recorder.pythons.interpreters import Interpreter
from recorder.run.processes import Group
from recorder.run.surroundings import environment
from shelf.contract import DEPARTS, INSIDE, Answer, Asked, Engine, clauses, current

#: Seconds in which a claim comes to its end; far more than it waits by itself.
PATIENCE = 600.0
#: A variable of the environment that tells the processes of one start.
MARK = "CONTRACT_START"
#: What the engines find there, so that they stay on this machine and keep to themselves.
MORE = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
#: What `mpiexec` needs to hear: Open MPI's starts no root and no more than there are cores.
MPIEXEC = {"mpi": (), "mpi-open": ("--allow-run-as-root", "--oversubscribe")}
START, END = "start", "end"


class NoAnswer(Exception):
    """An engine that cannot be asked here; says why in a few words."""


@dataclass(frozen=True)
class Started:
    """What one start of an engine came to.

    ``begun`` is the claim that it was in when it ended, "end" after the last
    one; ``left`` are the processes and files that it left behind.
    """

    answers: dict[str, Answer]
    begun: str
    ending: str
    left: tuple[str, ...]
    words: str


def command(engine: Engine, interpreter: Interpreter) -> list[str]:
    """What starts the main program of `engine`; raises `NoAnswer`."""
    if engine.name == "interpreters" and Version(interpreter.version) < Version("3.14"):
        raise NoAnswer("from Python 3.14")
    try:
        lock = engine.lock()
        python = python_with(lock, interpreter) if lock else interpreter.path
    except NoEnvironment as error:
        raise NoAnswer(str(error)) from None
    if engine.name in MPIEXEC:
        mpiexec = str(Path(python).with_name("mpiexec"))
        return [mpiexec, *MPIEXEC[engine.name], "-n", "3", python, "-m", "mpi4py.futures"]
    return [python]


def start(engine: Engine, start_with: list[str], wanted: Iterable[str]) -> Started:
    """Start an engine once, put claims to it, and end all that is left of it."""
    mark = MARK, uuid.uuid4().hex
    with tempfile.TemporaryDirectory(prefix="ask") as name:
        home, temporary, note = Path(name, "home"), Path(name, "tmp"), Path(name, "answers")
        scratch = Path(name, "scratch")
        for folder in (home, temporary, scratch):
            folder.mkdir()
        found = environment(home, temporary) | MORE | dict([mark])
        found["DASK_TEMPORARY_DIRECTORY"] = str(scratch)  # it leaves two lock files there
        found["PATH"] = os.pathsep.join([str(Path(start_with[0]).parent), found["PATH"]])
        words = [*start_with, str(INSIDE / "asking.py"), engine.name, str(note), *wanted]
        with (Path(name, "output")).open("w+b") as output:
            child = subprocess.Popen(
                words,
                cwd=temporary,
                env=found,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            group = Group(child.pid, mark)
            try:
                ending = _wait(child, note)
                answers, begun = _noted(note)
                left = group.leftovers() if begun == END else []
            finally:
                group.kill()
                child.wait()
            if begun == END:
                left += _left(home, temporary)
                left += [path.name for path in scratch.rglob("*") if path.is_socket()]
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
    return Started(answers, begun, ending, tuple(left), said.splitlines()[-1] if said else "")


def _wait(child: subprocess.Popen[bytes], note: Path) -> str:
    """Wait until a start has ended or makes no way; how it ended, in words."""
    size, since = -1, time.monotonic()
    while child.poll() is None:
        if (now := note.stat().st_size if note.exists() else 0) != size:
            size, since = now, time.monotonic()
        if time.monotonic() - since > PATIENCE:
            return "it never ends"
        time.sleep(0.05)
    return f"the whole program ends, with status {child.returncode}"


def _noted(note: Path) -> tuple[dict[str, Answer], str]:
    """The answers that were written down, and the claim that was begun last."""
    answers, begun = {}, ""
    for line in note.read_text(encoding="utf-8").splitlines() if note.exists() else ():
        said = json.loads(line)
        if "claim" in said:
            answers[said["claim"]] = Answer(said["came"], said["said"])
        begun = said.get("begin", begun)
    return answers, begun


def _left(*folders: Path) -> list[str]:
    """What stayed in folders, but for what belongs to the claims themselves."""
    known = tuple(f"{name}-" for name in clauses())
    return sorted(
        f"{folder.name}/{path.name}"
        for folder in folders
        for path in folder.iterdir()
        if not path.name.startswith(known)
    )


def ask(engine: Engine, interpreter: Interpreter, wanted: Iterable[str] = ()) -> Asked:
    """All that an engine answers on a Python; raises `NoAnswer`."""
    start_with = command(engine, interpreter)
    order = [*(wanted or clauses())]
    answers: dict[str, Answer] = {}
    while waiting := [name for name in order if name not in answers]:
        seen = start(engine, start_with, waiting)
        if seen.begun in ("", START) and not seen.answers:
            raise NoAnswer(f"it does not start: {seen.words or seen.ending}")
        answers |= seen.answers
        if seen.begun in waiting and seen.begun not in answers:
            answers[seen.begun] = Answer(DEPARTS, seen.ending)
    known = clauses()
    return Asked(
        engine.name,
        interpreter.tag,
        interpreter.version,
        interpreter.system,
        engine.releases,
        engine.digest,
        {name: replace(answers[name], of=known[name].digest) for name in order},
    )


def contract(
    engines: Iterable[Engine], interpreters: Iterable[Interpreter], old: Iterable[Asked]
) -> Iterator[tuple[Engine, Interpreter, Asked | str]]:
    """What each engine answers on each Python, or why it cannot be asked there.

    Where some of the `old` answers are of claims as they are now, only the
    others are asked for; where all are, every claim is put anew.
    """
    everywhere = [*interpreters]
    kept = {(run.engine, run.python, run.version): run.answers for run in current(old)}
    for engine in engines:
        for interpreter in everywhere:
            answers = kept.get((engine.name, interpreter.tag, interpreter.version), {})
            stale = [name for name in clauses() if name not in answers]
            try:
                new = ask(engine, interpreter, stale)
            except NoAnswer as why:
                yield engine, interpreter, str(why)
                continue
            both = {**answers, **new.answers}
            yield engine, interpreter, replace(new, answers={n: both[n] for n in clauses()})
