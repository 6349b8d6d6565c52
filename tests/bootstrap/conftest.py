"""What every test of the set-up needs: a small checkout, and one whose set-ups are counted."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from tests.bootstrap.small import PROJECT, ROOT, load, write_lock


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lock is fresh and names no package."""
    shutil.copy(ROOT / "bootstrap.py", tmp_path)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    write_lock(tmp_path)
    return tmp_path


@pytest.fixture
def counted(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, list[str]]:
    """bootstrap.py of that checkout, with a set-up that only counts how often it is done."""
    module = load(checkout)
    done: list[str] = []

    def make_venv() -> None:
        done.append("set up")
        Path(module.PYTHON).parent.mkdir(parents=True, exist_ok=True)
        Path(module.PYTHON).touch()

    monkeypatch.setattr(module, "make_venv", make_venv)
    return module, done
