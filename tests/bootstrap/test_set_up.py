"""Set-up happens once, and from the lock alone. No network."""

from __future__ import annotations

import ast
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from tests.bootstrap.small import PROJECT, ROOT, call, load, write_lock


@pytest.mark.skipif("sys.platform == 'win32'", reason="has no lock of this kind")
def test_one_set_up_keeps_every_other_one_out(checkout: Path) -> None:
    """While it lasts nobody else gets the lock, shared or not; behind it everybody does."""
    import fcntl

    ways = (fcntl.LOCK_SH | fcntl.LOCK_NB, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (checkout / "bootstrap.py").open("rb") as other:
        with load(checkout).one_at_a_time():
            for way in ways:
                with pytest.raises(BlockingIOError):
                    fcntl.flock(other, way)
        for way in ways:
            fcntl.flock(other, way)


def test_any_python_3_can_read_it() -> None:
    """What came after 3.4 in syntax would turn the refusal into a SyntaxError."""
    tree = ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]
    # a hint that is not a name or a string is computed, and an old Python can't compute it
    hints = [
        hint
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for hint in [node.returns, *(argument.annotation for argument in node.args.args)]
    ]
    assert all(isinstance(hint, ast.Name | ast.Constant) for hint in hints)


def test_set_up_for_real_and_only_once(checkout: Path) -> None:
    first = call(checkout)
    mark = checkout / ".venv" / "mark"
    mark.touch()
    second = call(checkout)

    assert (first.returncode, first.stderr.count("\n")) == (0, 1)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert mark.exists()

    write_lock(checkout, "# changed\n")
    own = call(checkout, python=str(checkout / ".venv" / "bin" / "python"))

    assert (own.returncode, own.stderr.count("\n")) == (0, 1), own.stderr
    assert not mark.exists()


def test_a_set_up_that_pip_can_not_finish_is_no_set_up(checkout: Path) -> None:
    write_lock(checkout, f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
    result = call(checkout)

    assert result.returncode == 1
    assert "pip could not install requirements.txt" in result.stderr
    assert "no-such-package" in result.stderr and "call again" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (checkout / ".venv" / "set-up-from").exists()


def test_a_package_without_a_hash_is_not_installed(checkout: Path) -> None:
    """Whatever the registry, or somebody in between, delivered would be trusted."""
    wheel = checkout / "left_out-1-py3-none-any.whl"
    with ZipFile(wheel, "w") as file:
        file.writestr("left_out.py", "")
        file.writestr(
            "left_out-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: left-out\nVersion: 1\n"
        )
        file.writestr("left_out-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr("left_out-1.dist-info/RECORD", "")
    write_lock(checkout, f"left-out @ {wheel.as_uri()}\n")
    result = call(checkout)

    assert result.returncode == 1
    assert "hash" in result.stderr.lower() and "left_out" in result.stderr, result.stderr
    assert not (checkout / ".venv" / "set-up-from").exists()


@pytest.mark.parametrize(
    ("change", "times"),
    [
        (lambda venv: None, 1),
        (lambda venv: (venv / "set-up-from").unlink(), 2),
        (lambda venv: (venv / "set-up-from").write_text("another Python"), 2),
        (lambda venv: shutil.rmtree(venv / ("Scripts" if os.name == "nt" else "bin")), 2),
        (lambda venv: (venv.parent / "pyproject.toml").write_text(f"# a word\n{PROJECT}"), 1),
        (lambda venv: write_lock(venv.parent, "# another pin\n"), 2),
        (lambda venv: {"sys.version": f"{sys.version} (built anew)"}, 2),
        (lambda venv: {"sys.base_prefix": "/elsewhere"}, 2),
        (lambda venv: {"ROOT": "/moved"}, 2),
    ],
    ids=[
        *("nothing", "interrupted", "another Python", "Python gone", "comment", "lock"),
        *("Python upgraded in place", "Python elsewhere", "folder moved"),
    ],
)
def test_set_up_is_done_again_where_something_changed(
    counted: tuple[ModuleType, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
    times: int,
) -> None:
    module, done = counted
    module.set_up()
    other = change(Path(module.VENV))
    for name, value in other.items() if isinstance(other, dict) else ():
        monkeypatch.setattr(
            *((sys, name[4:]) if name.startswith("sys.") else (module, name)), value
        )
    module.set_up()

    assert done == ["set up"] * times


def test_who_waited_for_another_set_up_does_none(
    counted: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would take away what the other one is running from by now."""
    module, done = counted

    @contextmanager
    def behind_another() -> Iterator[None]:
        module.make_venv()
        Path(module.STAMP).write_text(module.wanted_stamp())
        yield

    monkeypatch.setattr(module, "one_at_a_time", behind_another)
    module.set_up()

    assert done == ["set up"]


def test_a_venv_that_stays_is_told(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows keeps what runs; nothing is made beside it."""
    module = load(checkout)
    Path(module.VENV).mkdir()
    commands: list[list[str]] = []

    def stays(path: str) -> None:
        raise PermissionError(13, "in use", path)

    monkeypatch.setattr(module.shutil, "rmtree", stays)
    monkeypatch.setattr(module, "run", lambda command, *_: commands.append(command))

    with pytest.raises(module.Refusal, match=r"the old \.venv can't be removed: .*in use"):
        module.make_venv()
    assert commands == []


def test_packages_come_from_the_lock_alone(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hash, without a question, by the new environment's own pip, whatever stands around."""
    module = load(checkout)
    commands: list[list[str]] = []
    monkeypatch.setattr(module, "run", lambda command, *_: commands.append(command))
    module.make_venv()
    make, install = commands

    assert make == [os.path.realpath(sys.executable), "-I", "-m", "venv", module.VENV]
    assert install[:4] == [module.PYTHON, "-I", "-m", "pip"]
    assert install[-2:] == ["-r", module.LOCK]
    assert {"install", "--no-input", "--require-hashes"} <= {*install}
