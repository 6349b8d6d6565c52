"""Finds the interpreters of this machine and asks each what it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.version import Version

from recorder.run.surroundings import environment
from shelf.conditions import START_METHODS, Cell
from shelf.support import observed, supported
from shelf.wrong import Wrong

#: What an interpreter is asked, printed as JSON.
QUESTION = """
import json, multiprocessing, platform, sys, sysconfig
print(json.dumps({
    "version": platform.python_version(),
    "implementation": platform.python_implementation(),
    "compiler": platform.python_compiler(),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
    "start_methods": multiprocessing.get_all_start_methods(),
    "default": multiprocessing.get_start_method(),
    "system": {"darwin": "macos", "win32": "windows"}.get(sys.platform, "linux"),
}))
"""
#: Seconds that an interpreter may take to answer.
PATIENCE = 60


class InterpreterError(Wrong):
    """An interpreter that does not start or does not answer; says how."""


@dataclass(frozen=True)
class Interpreter:
    """One Python: its executable and what it said of itself.

    ``tag`` is the name by which it is asked for ("3.14t"), ``default`` its
    default start method, ``gil`` whether a process of it has a GIL when
    nothing is asked for.
    """

    path: str
    version: str
    free_threaded: bool
    gil: bool
    start_methods: tuple[str, ...]
    default: str
    system: str
    compiler: str

    @property
    def tag(self) -> str:
        """The line that it belongs to: "3.14", "3.14t"."""
        major, minor = Version(self.version).release[:2]
        return f"{major}.{minor}{'t' if self.free_threaded else ''}"

    def cell(self, start_method: str = "") -> Cell:
        """The cell of a run on it, by its own default start method or a forced one."""
        return Cell(self.version, self.gil, start_method or self.default, self.system)

    def cells(self) -> list[Cell]:
        """All cells that it has, its own default first."""
        methods = sorted(self.start_methods, key=lambda m: (m != self.default, m))
        return [self.cell(method) for method in methods if method in START_METHODS]


@cache
def ask(path: str) -> Interpreter:
    """What the interpreter at `path` says of itself.

    It is asked in the environment that programs get: a shim, which starts
    whatever the caller's ``$PATH`` says, starts nothing there.  Raises
    `InterpreterError` where it does not start, crashes or hangs.
    """
    try:
        answer = subprocess.run(
            [path, "-c", QUESTION],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
            env=environment(Path.home(), Path(tempfile.gettempdir())),
            check=False,
        )
    except OSError as error:
        raise InterpreterError(f"{path}: does not start: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise InterpreterError(f"{path}: no answer within {PATIENCE} seconds") from None
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["nothing printed"])[-1]
        ending = (
            f"killed by signal {-answer.returncode}"
            if answer.returncode < 0
            else f"exit status {answer.returncode}"
        )
        raise InterpreterError(f"{path}: crashes at start ({ending}): {last}")
    try:
        facts = json.loads(answer.stdout)
    except ValueError:
        raise InterpreterError(f"{path}: is not a Python: it said {answer.stdout[:60]!r}") from None
    return Interpreter(
        path=path,
        version=facts["version"],
        free_threaded=facts["free_threaded"],
        gil=facts["gil"],
        start_methods=tuple(facts["start_methods"]),
        default=facts["default"],
        system=facts["system"],
        compiler=facts["compiler"],
    )


def candidates(tag: str) -> list[str]:
    """Where an interpreter for `tag` may lie, those of ``$PYTHONS`` first.

    ``$PYTHONS`` holds executables, separated as in ``$PATH``.  Then come
    ``$PATH``, pyenv, uv and unpacked builds in ``~/.local/share/cpython``.
    """
    home = Path.home()
    name = f"python{tag}"
    series, t = tag.removesuffix("t"), "t" if tag.endswith("t") else ""
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv")) / "versions"
    shares = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    found = [p for p in os.environ.get("PYTHONS", "").split(os.pathsep) if p]
    found += [sys.executable]
    found += [str(p) for f in os.get_exec_path() if (p := Path(f) / name).is_file()]
    found += [str(p) for p in sorted(pyenv.glob(f"{series}.*{t}/bin/{name}"))]
    found += [str(p) for p in sorted(shares.glob(f"uv/python/cpython-{series}.*/bin/{name}"))]
    found += [str(p) for p in sorted(shares.glob(f"cpython/*/bin/{name}"))]
    if sys.platform == "win32" and (launcher := shutil.which("py")):
        answer = subprocess.run(
            [launcher, f"-{tag}", "-c", "import sys; print(sys.executable)"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
        found += [answer.stdout.strip()] if answer.returncode == 0 else []
    return list(dict.fromkeys(found))


def find_all(tags: list[str]) -> tuple[dict[str, Interpreter], dict[str, str]]:
    """The interpreter of each tag, and for each missing tag why.

    One that the caller named in ``$PYTHONS`` goes before any other, else the
    newest is taken.  A named one that does not start is a reason, never
    passed over in silence.
    """
    found: dict[str, Interpreter] = {}
    missing: dict[str, str] = {}
    named = os.environ.get("PYTHONS", "").split(os.pathsep)
    for tag in tags:
        for path in candidates(tag):
            try:
                interpreter = ask(path)
            except InterpreterError as error:
                # A crash is news wherever it is; a shim that points nowhere is not.
                if path in named or "killed by" in str(error):
                    missing[tag] = str(error)
                continue
            if interpreter.tag != tag:
                continue
            found[tag] = max(
                found.get(tag, interpreter),
                interpreter,
                key=lambda one: (one.path in named, Version(one.version)),
            )
        if tag not in found:
            missing.setdefault(tag, "not found in $PYTHONS, $PATH, pyenv or uv")
    return found, {tag: why for tag, why in missing.items() if tag not in found}


def newest_first() -> list[Interpreter]:
    """The supported Pythons that are here, in the order in which pages want to show them.

    What is required comes before what is observed, with the GIL before
    without, and a newer one before an older one.
    """
    found, _ = find_all(supported())
    behind = observed()
    return sorted(reversed(found.values()), key=lambda one: (one.tag in behind, one.free_threaded))


def pair() -> list[Interpreter]:
    """The newest supported Python that is here in both builds, with the GIL and without.

    Only such a pair can tell what the GIL costs.  Where there is none, it is
    the newest that is here.
    """
    found, _ = find_all(supported())
    newest = [tag for tag in reversed(found) if not tag.endswith("t")]
    both = [tag for tag in newest if f"{tag}t" in found]
    tags = [both[0], f"{both[0]}t"] if both else newest[:1]
    return [found[tag] for tag in tags]


def choose(name: str) -> Interpreter:
    """The interpreter called `name`: a tag ("3.14t") or a path; "" is this one."""
    if not name:
        return ask(sys.executable)
    if "/" in name or os.sep in name:
        return ask(name)
    found, missing = find_all([name])
    if name in missing:
        raise InterpreterError(f"Python {name}: {missing[name]}")
    return found[name]
