"""A small checkout that bootstrap.py sets up, and how a test calls it there."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PROJECT = '[project]\nname = "small"\nrequires-python = ">=3.11"\ndependencies = []\n'


def load(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_of_test", checkout / "bootstrap.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_lock(checkout: Path, pins: str = "") -> None:
    module = load(checkout)
    line = module.DIGEST_LINE + module.dependency_digest()
    (checkout / "requirements.txt").write_text(f"{line}\n{pins}")


def call(
    checkout: Path, *arguments: str, first: str = "", python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    """Run it as `make` does; `first` is what else is true of this Python."""
    launcher = (
        f"import runpy, sys\nsys.argv = ['bootstrap.py', *{arguments!r}]\n{first}\n"
        "runpy.run_path('bootstrap.py', run_name='__main__')"
    )
    return subprocess.run(
        [python, "-c", launcher],
        cwd=checkout,
        env=os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""},
        capture_output=True,
        text=True,
        timeout=240,  # it may make a whole environment, on a loaded machine
    )


def new_dependency(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text(PROJECT.replace("[]", '["attrs"]'))
