"""The environment of a program that has packages: one for each lock and interpreter.

Made on demand, kept under ``.venv`` by the hash of both, and never changed.
What was fetched once is in the package client's cache, so that making it again
needs no network.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from filelock import FileLock

from recorder.pythons.interpreters import Interpreter
from shelf.contract import ENGINES
from shelf.sample import ROOT, Sample
from shelf.shelf import measuring, samples

#: Where environments are kept.
HOME = ROOT / ".venv" / "programs"
#: Seconds that installing one may take.
PATIENCE = 600
#: What uv says where a package has nothing that this Python could load.
NO_WHEEL = re.compile(
    r"([\w.-]+?)(?:\{[^}]*\})?(?:==[^\s`]+)?`? (?:has|have) no (?:wheels|usable wheels)"
)
OFFLINE = re.compile(r"(?i)dns error|connect error|error sending request|network|offline|timed out")


class NoEnvironment(RuntimeError):
    """A program's packages cannot be had on a Python here; says why in a few words."""


def python_for(sample: Sample, interpreter: Interpreter) -> str:
    """The executable that runs `sample`: `interpreter`, with the program's packages if it has any.

    Raises `NoEnvironment` where they cannot be had.
    """
    lock = sample.lock
    if lock is None:
        return interpreter.path
    if not lock.exists():
        name = lock.relative_to(sample.root).as_posix()
        raise NoEnvironment(f"there is no {name}: python -m recorder lock")
    return python_with(lock, interpreter)


def python_with(lock: Path, interpreter: Interpreter) -> str:
    """The executable of an environment of `interpreter` that holds what `lock` names.

    Raises `NoEnvironment` where it cannot be had.
    """
    return _python(lock.read_text(encoding="utf-8"), interpreter)


@cache  # a failure is not kept: the network may come back
def _python(lock: str, interpreter: Interpreter) -> str:
    # what lies behind a link: an environment made of the link would not find its library
    base = os.path.realpath(interpreter.path)
    facts = (lock, base, interpreter.version, str(interpreter.free_threaded))
    folder = HOME / hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (folder / "whole").exists():
        return str(python)
    HOME.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder, python, lock, interpreter)
            (folder / "whole").touch()
    return str(python)


def _make(folder: Path, python: Path, lock: str, interpreter: Interpreter) -> None:
    base = os.path.realpath(interpreter.path)
    _uv("venv", "--quiet", "--no-project", "--python", base, str(folder))
    requirements = folder / "requirements.txt"
    requirements.write_text(lock, encoding="utf-8")
    install = "pip install --quiet --compile-bytecode --require-hashes --only-binary :all:".split()
    _uv(*install, "--python", str(python), "-r", str(requirements))


def _uv(*words: str) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "uv", "--color", "never", *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoEnvironment("no network: installing its packages took too long") from None
    if done.returncode:
        raise NoEnvironment(reason(done.stderr))


def reason(said: str) -> str:
    """Why packages could not be installed, from what uv said."""
    words = " ".join(said.split())
    if match := NO_WHEEL.search(words):
        return f"no wheel of {match[1].lstrip('`')}"
    if OFFLINE.search(words):
        return "no network, and its packages are not in the cache"
    return f"its packages do not install: {words[-160:]}"


def write_locks(root: Path, upgrade: bool = False) -> list[Path]:
    """Write the lock of each set of packages that a program of `root` or an engine names."""
    sets: dict[Path, tuple[str, ...]] = {}
    for sample in (samples(root) | measuring(root)).values():
        if lock := sample.lock:
            sets[lock] = tuple(sorted({*sets.get(lock, ()), *sample.locked}))
    for engine in ENGINES if root == ROOT else ():
        if lock := engine.lock(root):
            sets[lock] = tuple(sorted({*sets.get(lock, ()), *engine.packages}))
    for lock, wanted in sets.items():
        lock.parent.mkdir(exist_ok=True)
        asked = "".join(f"{name}\n" for name in wanted)
        subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--universal"),
                *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
                *("--python-version", "3.11", "--output-file", str(lock)),
                *(["--upgrade"] if upgrade else []),
            ],
            input=asked,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=True,
        )
    for left in (root / "snippets" / "locks").glob("*.txt"):
        if left not in sets:
            left.unlink()
    return sorted(sets)
