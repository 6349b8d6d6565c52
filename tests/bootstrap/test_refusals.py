"""Every refusal says what to do: Pythons, locks, ports, commands."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bootstrap.small import call, load, new_dependency

OLD = "sys.version_info = (3, 9, 18, 'final', 0)"
BARE = "sys.modules['ensurepip'] = None"
FREE = "import sysconfig; sysconfig.get_config_var = lambda name: name == 'Py_GIL_DISABLED'"


def no_floor(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text("[project]\n")


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
