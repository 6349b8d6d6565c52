"""Runs one program as a reader would.

Its own interpreter, session and process group, a fresh folder, a terminal of
80 columns, an environment with nothing of ours in it, and a limit after which
the whole group is killed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from recorder.run.child import OUTPUT_LIMIT, Child, Seen, Start
from recorder.run.pipe import PipeChild
from recorder.run.surroundings import INSIDE, PROGRAM_FOLDER, changes, environment, snapshot
from shelf.transcript import Command

#: What wakes a program whose threads all wait without a limit.
ALARM = re.compile(r"itimer|\balarm\b|SIGALRM|timerfd")

#: Whether a program has a terminal where nothing else is asked for.
TERMINAL = sys.platform != "win32"

ERROR = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?:: (?P<message>.*))?$")


#: A checkout as the last run left it: looking at each file costs more than some runs.
#: What somebody else did there since has the next one run once more, and blames nobody.
_last_seen: dict[Path, dict[str, tuple[int, int]]] = {}


@dataclass(frozen=True)
class Result:
    """What a run was seen to do.

    ``status`` is the exit status, None where the program was ended by
    ``signal`` (a name such as "SIGKILL", "" otherwise) or by us.
    ``stopped`` says in what state the limit found it: "idle", "busy", "stuck"
    where nobody could ever go on, or "" if it ended by itself.  ``error`` is
    the last error line of the text, ``wall`` and ``cpu`` are seconds,
    ``leftovers`` the processes that were still alive after the end, ``piped``
    whether there was no terminal.  The rest are true when the program did what
    no sample may do: print without end (``cut``), read its input, print bytes
    that are not UTF-8 (``undecodable`` says which), or write into the checkout
    (``wrote``).  ``stands`` says for each thread that the limit found where it
    waits, ``left`` names the files that lay in the run's folders after it.
    """

    text: str
    status: int | None
    signal: str
    stopped: str
    wall: float
    cpu: float
    leftovers: tuple[str, ...] = ()
    piped: bool = False
    cut: bool = False
    read_input: bool = False
    undecodable: str = ""
    wrote: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def error(self) -> tuple[str, str] | None:
        """Type and message of the last traceback's last line."""
        return last_error(self.text)

    @property
    def ending(self) -> str:
        """How it ended, in words."""
        if self.stopped:
            if self.stopped == "stuck":
                return "still alive, with every thread in a wait without a limit"
            return f"still alive and {self.stopped} at its limit"
        if self.cut:
            return f"stopped after {OUTPUT_LIMIT} bytes of output"
        if self.signal:
            return f"killed by {self.signal}"
        words = f"exit status {self.status}"
        return f"{words}, {': '.join(filter(None, self.error))}" if self.error else words


def last_error(text: str) -> tuple[str, str] | None:
    """Type and message of the error line of the last traceback in `text`.

    Only a traceback at the left margin counts: an indented or quoted one
    belongs to another process's report inside the message.
    """
    lines = text.split("\n")
    for start in range(len(lines) - 1, -1, -1):
        if lines[start] == "Traceback (most recent call last):":
            for line in lines[start + 1 :]:
                if line and not line[0].isspace() and (match := ERROR.match(line)):
                    return match["type"], match["message"] or ""
            return None
    return None


def run(
    program: Path,
    command: Command,
    interpreter: str | os.PathLike[str] = sys.executable,
    *,
    limit: float = 60.0,
    hangs: bool = False,
    start_method: str = "",
    source: str | None = None,
    guarded: Path | None = None,
    watched_to: Path | None = None,
    order: Path | None = None,
    stage: Path | None = None,
    terminal: bool = TERMINAL,
) -> Result:
    """Run `program` once by `command` and say what it did.

    ``limit`` is in seconds.  ``hangs`` says that it is expected to be alive
    and idle by then.  ``start_method`` forces multiprocessing's default from
    outside.  ``source`` replaces the file's text, ``guarded`` is a checkout
    that the program must leave as it is, ``watched_to`` a folder for what is
    seen inside its interpreters (`recorder.write.trace`), ``order`` a file that says
    where it is struck (`recorder.write.trials`), ``stage`` the file that sets up what stands
    beside the program, and without a ``terminal``
    its output goes through a pipe.
    """
    text = program.read_text(encoding="utf-8") if source is None else source
    inside = {"FORCED_START_METHOD": start_method} if start_method else {}
    watched = {"WATCHED_TO": str(watched_to)} if watched_to else {}
    watched |= {"STRIKE": str(order)} if order else {}

    def once(**more: str) -> Result:
        return _run(command, interpreter, limit, hangs, inside | more, text, stage, terminal)

    if guarded is None:
        return once(**watched)
    before = _last_seen.get(guarded) or snapshot(guarded)
    result = once(**watched)
    after = snapshot(guarded)
    _last_seen.clear()  # of one checkout at a time
    _last_seen[guarded] = after
    if changed := changes(before, after):
        # Somebody may have saved a file meanwhile.  So the program is run
        # once more, and blamed only for what it is seen to write itself.
        with tempfile.TemporaryDirectory() as folder:
            notes = Path(folder, "notes")
            root = guarded.resolve()
            once(NOTED_FOLDER=str(root), NOTES=str(notes))
            lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        written = {Path(line) for line in lines}
        changed = {name for name in changed if written & {root / name, *(root / name).parents}}
    return replace(result, wrote=tuple(sorted(changed)))


def _run(
    command: Command,
    interpreter: str | os.PathLike[str],
    limit: float,
    hangs: bool,
    inside: dict[str, str],
    source: str,
    stage: Path | None,
    terminal: bool,
) -> Result:
    outer = Path(tempfile.mkdtemp(prefix="run-"))
    try:
        folders = {name: outer / name for name in ("home", "tmp", PROGRAM_FOLDER)}
        for folder in folders.values():
            folder.mkdir()
        (folders[PROGRAM_FOLDER] / command.script).write_text(
            source, encoding="utf-8", newline="\n"
        )
        found = environment(folders["home"], folders["tmp"], piped=not terminal)
        variables = found | dict(command.variables)
        told_to = None
        if sys.platform != "win32":
            told_to = outer / "told"
            told_to.mkdir()
            inside = inside | {"TOLD_TO": str(told_to)}
        if inside:
            paths = [str(INSIDE), *filter(None, [variables.get("PYTHONPATH", "")])]
            variables |= {"PYTHONPATH": os.pathsep.join(paths)} | inside
        if "WATCHED_TO" in inside:
            variables["WATCHED"] = str(folders[PROGRAM_FOLDER] / command.script)
        words = [os.fspath(interpreter), *command.flags, command.script, *command.arguments]
        if stage:
            words = [words[0], str(INSIDE / "staging.py"), str(stage), *words]
        stdin = outer / "stdin"
        stdin.write_text("nobody types here\n", encoding="utf-8")
        with stdin.open("rb") as typed:
            # One that is to hang is watched up to its limit, which its page names.
            stuck = not ALARM.search(source) and (not hangs or "STRIKE" in inside)
            start = Start(words, folders[PROGRAM_FOLDER], variables, typed.fileno(), told_to, stuck)
            seen = kind_of_child(terminal)(start).watch(limit, hangs)
            # The file's position is shared with the program: a read moves it.
            read_input = os.lseek(typed.fileno(), 0, os.SEEK_CUR) > 0
        left = files_in(folders.values(), command.script)
        return replace(result_of(seen), read_input=read_input, piped=not terminal, left=left)
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def kind_of_child(terminal: bool) -> type[Child]:
    """How the child is watched; a terminal exists only where the system has one."""
    if terminal:
        from recorder.run.terminal import TerminalChild

        return TerminalChild
    return PipeChild


def result_of(seen: Seen) -> Result:
    """Put what was seen into words and text."""
    data = seen.output[:OUTPUT_LIMIT].replace(b"\r\n", b"\n")
    undecodable = ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Cutting may have split a character; that is not the program's doing.
        undecodable = "" if seen.cut else f"byte 0x{data[error.start]:02x} at {error.start}"
        text = data.decode("utf-8", "replace")
    status = None if seen.stopped or seen.cut else seen.status
    name = signal.Signals(-status).name if status is not None and status < 0 else ""
    return Result(
        text=text,
        status=None if name else status,
        signal=name,
        stopped=seen.stopped,
        wall=seen.wall,
        cpu=seen.cpu,
        leftovers=tuple(seen.leftovers),
        stands=tuple(seen.stands),
        cut=seen.cut,
        undecodable=undecodable,
    )


def files_in(folders: Iterable[Path], script: str) -> tuple[str, ...]:
    """What lies in a run's folders beside the program and what Python keeps of it."""
    return tuple(
        sorted(
            path.relative_to(folder).as_posix()
            for folder in folders
            for path in folder.rglob("*")
            if path.name != script and "__pycache__" not in path.parts
        )
    )
