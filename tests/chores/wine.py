"""CPython's build for Windows, laid out and run under Wine: what `tests.chores.rehearse` needs.

Wine is no Windows.  What is seen here is a rehearsal, and written down nowhere.
The processes are Linux's, so the recorder watches, marks and ends them as others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from filelock import FileLock

from recorder.pythons.interpreters import Interpreter, find_all
from recorder.run.child import Start
from recorder.run.once import Result, files_in, result_of
from recorder.run.pipe import PipeChild
from recorder.run.surroundings import INSIDE, PROGRAM_FOLDER
from shelf import ROOT
from shelf.transcript import Command

LOCK = ROOT / "tests" / "chores" / "windows.txt"
#: The Python of that build, whose library has to come from here: its own has no sources.
SERIES = "3.13"
HOME = ROOT / ".venv" / "windows"
#: Seconds for setting up Wine's folders, which a busy machine takes long for.
PATIENCE = 600
#: Seconds in which a program that hangs has printed what it prints before.
STARTS = 240.0
#: So many times its limit has a program that was struck, since a start takes long here.
SLOWER = 3
#: Left out of the library: what is another system's, and what no program uses.
NOT_COPIED = ("test", "site-packages", "lib-dynload", "__pycache__", "config-*", "idlelib")
#: Its `_wmi` ends Wine 8, and its `._pth` hides the folder of a program.
SET_ASIDE = ("_wmi.pyd", "*._pth")
QUIET = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe="}
#: Printed by an interpreter of whom nobody asks anything, so that Wine's server stays.
STAYS = "print('here', flush=True); import sys; sys.stdin.read()"


class NoWine(Exception):
    """What this machine lacks, in one line that ends with what to install."""


def seen_as(path: Path) -> str:
    """A path of this machine, as a program under Wine names it."""
    return str(PureWindowsPath("Z:", path.absolute()))


def loader() -> str:
    """Wine's own program; the script in front of it has words to say about 32 bits."""
    for name in ("/usr/lib/wine/wine64", "wine64", "wine"):
        if found := shutil.which(name):
            return found
    raise NoWine("there is no wine here: apt-get install --no-install-recommends wine wine64")


class Marked(Start):
    """A start whose processes are known by a variable that Wine does not use itself."""

    NAME = "REHEARSED_IN"

    @property
    def mark(self) -> tuple[str, str]:
        return self.NAME, self.variables[self.NAME]


class Patient(PipeChild):
    """A child that is not taken for idle before it has printed so many lines.

    On its way to the program's first line it waits for Wine's server, which may be busy.
    """

    lines = 0
    grace = 10.0

    def _until_end(self, limit: float, hangs: bool) -> None:
        begun = time.monotonic()
        while hangs and not self.ended() and self.seen.output.count(b"\n") < self.lines:
            if time.monotonic() - begun > STARTS:
                break
            self.collect(0.1)
        super()._until_end(time.monotonic() - self.begun + limit, hangs)


class Windows:
    """A Windows build of CPython under Wine, laid out in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "python" / "python.exe"
        self.wine = loader()
        self.variables = QUIET | {"WINEPREFIX": str(folder / "prefix"), "HOME": str(folder)}
        found = self.asked("import platform; print(platform.python_version())")
        self.interpreter = Interpreter(
            str(self.python), found, False, True, ("spawn",), "spawn", "windows", "MSC"
        )

    def asked(self, code: str) -> str:
        """What a line of code prints there."""
        done = subprocess.run(
            [self.wine, str(self.python), "-c", code],
            env=os.environ | self.variables,
            stdin=subprocess.DEVNULL,  # a regular file is no handle there, for none of the three
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout.decode().strip()

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Keep Wine's server, so that no program starts it and is taken for its parent."""
        process = subprocess.Popen(
            [self.wine, str(self.python), "-c", STAYS],
            env=os.environ | self.variables | {"TMPDIR": tempfile.gettempdir()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdout.readline()
            yield
        finally:
            process.communicate()

    def run(
        self,
        program: Path,
        command: Command,
        interpreter: str = "",
        *,
        limit: float = 60.0,
        hangs: bool = False,
        source: str | None = None,
        order: Path | None = None,
        lines: int = 0,
        **_: object,
    ) -> Result:
        """As `recorder.run.once.run` does it: in folders of its own, through a pipe.

        One that hangs is given time for its first ``lines`` lines.
        """
        text = program.read_text(encoding="utf-8") if source is None else source
        outer = Path(tempfile.mkdtemp(prefix="run-"))
        try:
            folders = {name: outer / name for name in ("home", PROGRAM_FOLDER)}
            for folder in folders.values():
                folder.mkdir()
            here = folders[PROGRAM_FOLDER]
            (here / command.script).write_text(text, encoding="utf-8", newline="\n")
            variables = self.variables | {
                Marked.NAME: str(outer),
                "PATH": os.defpath,
                "TMPDIR": tempfile.gettempdir(),  # where Wine's server is found
                "USERPROFILE": seen_as(folders["home"]),
                "PYTHONUTF8": "1",
                "PYTHONUNBUFFERED": "1",
                "NO_COLOR": "1",
            }
            variables |= dict(command.variables)
            if order:
                limit *= SLOWER
                variables |= {"STRIKE": seen_as(order), "PYTHONPATH": seen_as(INSIDE)}
            words = [self.wine, str(self.python), *command.flags, command.script]
            words += command.arguments
            # a regular file would be no handle that a program under Wine could use
            start = Marked(words, here, variables, subprocess.DEVNULL)
            child = Patient(start)
            child.lines = lines
            seen = child.watch(limit, hangs)
            left = files_in(folders.values(), command.script)
            return replace(result_of(seen), piped=True, left=left)
        finally:
            shutil.rmtree(outer, ignore_errors=True)


def set_up() -> Windows:
    """The build, laid out once and kept; raises `NoWine` where this machine lacks something."""
    loader()
    found, _ = find_all([SERIES])
    if SERIES not in found:
        raise NoWine(f"there is no Python {SERIES} here, whose library it needs: install one")
    HOME.mkdir(parents=True, exist_ok=True)
    with FileLock(HOME / ".lock"):
        if not (HOME / "whole").exists():
            for name in ("python", "prefix"):
                shutil.rmtree(HOME / name, ignore_errors=True)
            try:
                lay_out(HOME / "python", library_of(found[SERIES]))
                start_wine(HOME / "prefix")
            except subprocess.CalledProcessError as error:
                said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
                raise NoWine(f"{error.cmd[0]} ended with {error.returncode}: {said[-1:]}") from None
            (HOME / "whole").touch()
    return Windows(HOME)


def library_of(interpreter: Interpreter) -> Path:
    """The folder of its library."""
    code = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    done = subprocess.run(
        [interpreter.path, "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return Path(done.stdout.strip())


def lay_out(python: Path, library: Path) -> None:
    """Install the build, and give it a library with sources, so that tracebacks show lines."""
    install = "uv pip install --quiet --no-deps --require-hashes --target".split()
    subprocess.run(
        [sys.executable, "-m", *install, str(python), "-r", str(LOCK)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    for pattern in SET_ASIDE:
        for file in python.glob(pattern):
            file.unlink()
    shutil.copytree(library, python / "Lib", ignore=shutil.ignore_patterns(*NOT_COPIED))
    (zipped,) = python.glob("python3*.zip")
    with zipfile.ZipFile(zipped) as library_of_its_own:
        # its core calls a function of this one in the way of its own release
        library_of_its_own.extract("linecache.pyc", python / "Lib")
    (python / "Lib" / "linecache.py").unlink()
    zipped.unlink()


def start_wine(prefix: Path) -> None:
    """Make Wine's folders, and have it be Windows 10."""
    wine = loader()
    for words in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):
        subprocess.run(
            [wine, *words],
            env=os.environ | QUIET | {"WINEPREFIX": str(prefix)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # its services would keep a pipe open
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    if not (prefix / "drive_c" / "windows").is_dir():
        raise NoWine("Wine made no folders: start `winecfg` once, and see what it says")
