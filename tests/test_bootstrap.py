"""Set-up happens once, from the lock alone, and every refusal says what to do. No network."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from tests.checks.git import base

ROOT = Path(__file__).parent.parent
LOCKS = ROOT / "snippets" / "locks"
PROJECT = '[project]\nname = "small"\nrequires-python = ">=3.11"\ndependencies = []\n'


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


OLD = "sys.version_info = (3, 9, 18, 'final', 0)"
BARE = "sys.modules['ensurepip'] = None"
FREE = "import sysconfig; sysconfig.get_config_var = lambda name: name == 'Py_GIL_DISABLED'"


def no_floor(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text("[project]\n")


def new_dependency(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text(PROJECT.replace("[]", '["attrs"]'))


def no_lock(checkout: Path) -> None:
    (checkout / "requirements.txt").unlink()


def nothing(checkout: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("spoil", "first", "wrong", "cure"),
    [
        (nothing, OLD, "Python 3.11 or newer is needed, and this is 3.9.18", "make PYTHON="),
        (nothing, FREE, "this is a free-threaded Python", "make PYTHON="),
        (nothing, BARE, "without the venv and ensurepip modules", "apt install python3-venv"),
        (no_floor, "", 'no line requires-python = ">=3.x"', "put it back"),
        (new_dependency, "", "requirements.txt is stale", "make lock"),
        (no_lock, "", "requirements.txt is missing", "git checkout requirements.txt"),
    ],
    ids=["old", "free-threaded", "no venv", "no floor", "stale lock", "no lock"],
)
def test_a_refusal_is_one_line_with_its_cure(
    checkout: Path, spoil: Callable[[Path], None], first: str, wrong: str, cure: str
) -> None:
    spoil(checkout)
    result = call(checkout, first=first)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert wrong in result.stderr and cure in result.stderr
    assert not (checkout / ".venv").exists()


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


def pretend_uv(module: ModuleType, monkeypatch: pytest.MonkeyPatch, pins: str) -> list[list[str]]:
    """A uv that makes these pins; returns its calls, each with what it found behind them."""
    calls: list[list[str]] = []

    def run(command: list[str], *_: str) -> None:
        output = Path(command[-1])
        calls.append([*command, output.read_text() if output.exists() else ""])
        output.write_text(pins)

    monkeypatch.setattr(module, "find_uv", lambda: "uv")
    monkeypatch.setattr(module, "run", run)
    return calls


def test_a_lock_says_what_it_was_made_from(
    counted: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _ = counted
    new_dependency(Path(module.ROOT))
    pretend_uv(module, monkeypatch, "attrs==1 --hash=sha256:0\n")
    module.lock(upgrade=False)

    module.check_lock()
    assert Path(module.LOCK).read_text().endswith("\nattrs==1 --hash=sha256:0\n")


@pytest.mark.parametrize("upgrade", [False, True])
def test_a_lock_is_for_every_system_and_keeps_its_versions(
    counted: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch, upgrade: bool
) -> None:
    """By hash and without an address, from the oldest Python on; the newest only when asked."""
    module, _ = counted
    before = Path(module.LOCK).read_text()
    calls = pretend_uv(module, monkeypatch, "")
    module.lock(upgrade=upgrade)
    (call,) = calls

    assert call[:4] == ["uv", "pip", "compile", "pyproject.toml"]
    assert {*call[4:-2]} == {
        *("--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
        *("--no-header", "--quiet", "--python-version", "3.11", "--output-file"),
    }
    assert call[call.index("--python-version") + 1] == "3.11"
    assert call[-1] == ("" if upgrade else before)


@pytest.mark.parametrize("line", ["--index-url http://a/b", "--find-links /a", "attrs @ file:///a"])
def test_a_lock_with_an_address_is_not_written(
    counted: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    module, _ = counted
    before = Path(module.LOCK).read_text()
    pretend_uv(module, monkeypatch, f"attrs==1\n{line}\n")

    with pytest.raises(module.Refusal, match="would hold an address"):
        module.lock(upgrade=False)
    assert Path(module.LOCK).read_text() == before


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    entries = re.split(r"\n(?=[a-z])", lock.partition("sha256:")[2])[1:]

    assert "://" not in lock and "\n--" not in lock
    assert len(entries) > 50 and all("--hash=sha256:" in entry for entry in entries)


def pins(lock: str) -> dict[str, set[str]]:
    """Each package of a lock, with its version, and its hashes."""
    found = re.finditer(r"(?m)^(\S+==\S+).*\\\n((?:    --hash=.*(?:\n|$))+)", lock)
    return {match[1]: set(re.findall(r"sha256:\w+", match[2])) for match in found}


def test_a_package_for_each_system_has_a_hash_for_each() -> None:
    """Where one is left, nobody on another system can set up: Linux, macOS, Windows, source."""
    known = pins((ROOT / "requirements.txt").read_text())
    few = []
    for pin, hashes in known.items():
        name = re.split(r"[\[=]", pin)[0]
        with suppress(PackageNotFoundError):  # of another system or Python
            tags = re.findall(r"(?m)^Tag: (\S+)", distribution(name).read_text("WHEEL") or "")
            if len(hashes) < 4 and not all(tag.endswith("-any") for tag in tags):
                few.append((pin, len(hashes)))

    assert len(known) > 50
    assert few == []


@pytest.mark.parametrize(
    "lock",
    ["requirements.txt", *(f"snippets/locks/{p.name}" for p in LOCKS.glob("*.txt"))],
)
def test_no_package_lost_a_hash(lock: str) -> None:
    """A release has at least the files that it had: what is fewer was lost on the way."""
    words = ["git", "show", f"{base(ROOT)}:{lock}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    before, now = pins(done.stdout), pins((ROOT / lock).read_text(encoding="utf-8"))

    assert now
    assert {pin: hashes - now[pin] for pin, hashes in before.items() if pin in now} == {
        pin: set() for pin in before if pin in now
    }


def test_a_taken_port_is_named_with_another(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = call(checkout, "port", port)

    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert f"port {port} of 127.0.0.1 is not free" in result.stderr
    assert "make serve PORT=8000" in result.stderr


@pytest.mark.parametrize("port", ["0", "65536", "80a", "-1", ""])
def test_what_is_no_port_is_named(checkout: Path, port: str) -> None:
    """Before anything is served on it."""
    module = load(checkout)

    with pytest.raises(module.Refusal, match="is no port; choose a number: make serve PORT=8001"):
        module.check_port(port)


def test_a_free_port_is_fine(checkout: Path) -> None:
    """One on which somebody was a moment ago too; and another than that is told as the way out."""
    module = load(checkout)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as other:
            ours, _ = listener.accept()
            ours.close()  # the side that closes first keeps the port for a while
            assert other.recv(1) == b""
    module.check_port(str(port))


def test_a_command_that_is_none_and_ctrl_c(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line each, and a status that `make` hears."""
    module = load(checkout)
    for words in (["lok"], ["lock", "--all"], ["port"], ["port", "1", "2"]):
        assert module.main(words) == 1
        assert capsys.readouterr().err == (
            f"bootstrap: no such command: {' '.join(words)}. See the top of bootstrap.py\n"
        )

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "set_up", interrupted)
    assert module.main([]) == 130
    assert capsys.readouterr().err == "bootstrap: stopped; the next call begins again\n"


def test_what_a_command_says_last_is_told(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Only if it fails; and what would lead packages elsewhere is not handed on."""
    module = load(checkout)
    lead = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT")
    for name in (*lead, "PIP_KEPT"):
        monkeypatch.setenv(name, "x")
    code = (
        "import os, sys; print(*range(20), sep='\\n'); print('é', os.getcwd(), file=sys.stderr);"
        "print([name for name in os.environ if name.startswith('PIP_')], flush=True);"
    )
    module.run([sys.executable, "-c", code], "trouble", "advice")
    with pytest.raises(module.Refusal) as refusal:
        module.run([sys.executable, "-c", f"{code} sys.exit(3)"], "trouble", "advice")
    lines = str(refusal.value).split("\n")

    assert (lines[0], lines[-1], len(lines)) == ("trouble. It ended with:", "advice", 10)
    kept = [name for name in os.environ if name.startswith("PIP_") and name not in lead]
    assert any(str(kept) in line for line in lines)
    assert any(str(checkout) in line for line in lines)
    assert capfd.readouterr() == ("", "")


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


def test_uv_is_that_of_the_lock(
    counted: tuple[ModuleType, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set up first where it is missing; without a lock any; and where there is none, it is told."""
    module, done = counted
    found = {module.BIN: "ours", None: "theirs"}
    monkeypatch.setattr(module.shutil, "which", lambda name, path=None: found.get(path))
    assert module.find_uv() == "ours"
    assert done == ["set up"]
    Path(module.STAMP).write_text("set up")
    assert module.find_uv() == "ours"
    assert done == ["set up"]

    Path(module.LOCK).unlink()
    assert module.find_uv() == "theirs"
    found.clear()
    with pytest.raises(module.Refusal, match="uv, which makes the lock, was not found"):
        module.find_uv()
