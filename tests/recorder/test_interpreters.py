"""Of several Pythons of one line the right one is taken."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.pythons import interpreters
from recorder.pythons.interpreters import Interpreter, InterpreterError, candidates, find_all


@pytest.fixture
def here(interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch) -> dict[str, Interpreter]:
    """Pythons by path, which are all that there is."""
    known = {
        path: replace(interpreter, path=path, version=version, free_threaded=False)
        for path, version in (
            ("/a", "3.14.9"),
            ("/b", "3.14.10"),
            ("/c", "3.14.10rc2"),
            ("/d", "3.15.0"),
        )
    }

    def ask(path: str) -> Interpreter:
        if path == "/gone":
            raise InterpreterError("it does not start")
        if path == "/crash":
            raise InterpreterError("crashes at start (killed by signal 11)")
        return known[path]

    monkeypatch.setattr(interpreters, "ask", ask)
    monkeypatch.setenv("PYTHONS", "")
    return known


@pytest.mark.parametrize(
    ("paths", "named", "taken"),
    [
        (["/a", "/b", "/c"], "", "/b"),
        (["/b", "/a"], "", "/b"),
        (["/c", "/a"], "", "/c"),
        (["/a", "/b"], "/a", "/a"),
        (["/d", "/a", "/gone", "/crash"], "", "/a"),
    ],
)
def test_the_newest_is_taken_and_one_that_was_named_before_it(
    here: dict[str, Interpreter],
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    named: str,
    taken: str,
) -> None:
    """By the numbers of a version, not by its letters; another line is no candidate."""
    monkeypatch.setattr(interpreters, "candidates", lambda tag: paths)
    monkeypatch.setenv("PYTHONS", named)

    assert find_all(["3.14"]) == ({"3.14": here[taken]}, {})


@pytest.mark.parametrize(
    ("paths", "named", "why"),
    [
        ([], "", "not found in $PYTHONS"),
        (["/gone"], "", "not found in $PYTHONS"),
        (["/gone"], "/gone", "it does not start"),
        (["/crash"], "", "killed by signal 11"),
        (["/d"], "/d", "not found in $PYTHONS"),
    ],
)
def test_why_there_is_none(
    here: dict[str, Interpreter],
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    named: str,
    why: str,
) -> None:
    """A crash and one that was named are told; a shim that points nowhere is passed over."""
    monkeypatch.setattr(interpreters, "candidates", lambda tag: paths)
    monkeypatch.setenv("PYTHONS", named)
    found, missing = find_all(["3.14"])

    assert found == {}
    assert why in missing["3.14"]


@pytest.mark.parametrize(
    ("methods", "default", "order"),
    [
        (("spawn", "fork", "forkserver"), "fork", ["fork", "forkserver", "spawn"]),
        (("fork", "spawn", "forkserver"), "forkserver", ["forkserver", "fork", "spawn"]),
        (("fork", "spawn", "forkserver"), "spawn", ["spawn", "fork", "forkserver"]),
        (("spawn",), "spawn", ["spawn"]),
        (("spawn", "of its own", "fork"), "spawn", ["spawn", "fork"]),
    ],
)
def test_its_own_default_is_its_first_cell(
    methods: tuple[str, ...], default: str, order: list[str]
) -> None:
    """The others follow by name; a start method that no page knows has no cell."""
    one = Interpreter("/x", "3.14.2", True, True, methods, default, "linux", "GCC")

    assert [cell.start_method for cell in one.cells()] == order
    assert one.cell().start_method == default
    assert {(cell.version, cell.gil, cell.system) for cell in one.cells()} == {
        ("3.14.2", True, "linux")
    }
    assert one.tag == "3.14t"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a Python in each place where one may lie, and none that is named."""
    for path in (
        *("bin/python3.14", "bin/python3.14t", "bin/python3.13", "other/python3.14"),
        *(".pyenv/versions/3.14.9/bin/python3.14", ".pyenv/versions/3.14.2t/bin/python3.14t"),
        ".local/share/uv/python/cpython-3.14.1-linux/bin/python3.14",
        ".local/share/cpython/cpython-3.14.7/bin/python3.14",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / name) for name in ("other", "bin")))
    for name in ("PYTHONS", "PYENV_ROOT", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(interpreters.shutil, "which", lambda name: f"/launcher/{name}")
    monkeypatch.setattr(interpreters.subprocess, "run", lambda *words, **_: pytest.fail(words))
    return tmp_path


def places(home: Path, tag: str) -> list[str]:
    """Where an interpreter for `tag` may lie, below that home."""
    return [path.removeprefix(f"{home}/") for path in candidates(tag)]


def test_a_python_is_looked_for_where_one_may_lie(home: Path) -> None:
    """What runs the recorder first; nobody asks a launcher, where that is no part of Windows."""
    assert places(home, "3.14") == [
        sys.executable,
        *("other/python3.14", "bin/python3.14", ".pyenv/versions/3.14.9/bin/python3.14"),
        ".local/share/uv/python/cpython-3.14.1-linux/bin/python3.14",
        ".local/share/cpython/cpython-3.14.7/bin/python3.14",
    ]
    assert places(home, "3.14t") == [
        *(sys.executable, "bin/python3.14t", ".pyenv/versions/3.14.2t/bin/python3.14t"),
    ]


def test_one_that_is_named_comes_first_and_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And folders of one's own stand for the usual ones."""
    named = [str(home / "bin/python3.14"), "", "/named"]
    monkeypatch.setenv("PYTHONS", os.pathsep.join(named))
    monkeypatch.setenv("PYENV_ROOT", str(home / ".local"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "other"))
    (home / "other/cpython/a/bin").mkdir(parents=True)
    (home / "other/cpython/a/bin/python3.14").write_text("")

    assert places(home, "3.14") == [
        *("bin/python3.14", "/named", sys.executable, "other/python3.14"),
        "other/cpython/a/bin/python3.14",
    ]


@pytest.mark.parametrize(("status", "found"), [(0, ["C:/python.exe"]), (103, [])])
def test_on_windows_the_launcher_is_asked_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, status: int, found: list[str]
) -> None:
    asked = []

    def answer(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(words)
        return subprocess.CompletedProcess(words, status, "C:/python.exe\n")

    monkeypatch.setattr(interpreters.sys, "platform", "win32")
    monkeypatch.setattr(interpreters.subprocess, "run", answer)

    assert candidates("3.13")[2:] == found
    assert [words[:2] for words in asked] == [["/launcher/py", "-3.13"]]
