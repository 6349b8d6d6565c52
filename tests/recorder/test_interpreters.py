"""Of several Pythons of one line the right one is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder.pythons import interpreters
from recorder.pythons.interpreters import Interpreter, InterpreterError, find_all


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
