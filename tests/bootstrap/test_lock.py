"""A lock says what it was made from, holds a hash for each system, and no address."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest

from tests.bootstrap.small import ROOT, new_dependency
from tests.checks.git import base

LOCKS = ROOT / "snippets" / "locks"


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
