"""The tools are as strict as we say: a rule that is dropped there fails nothing by itself."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from shelf import ROOT
from shelf.support import observed, supported

#: For each family of ruff's rules, what only that one names.
FAULTS = {
    "E": "import os;print(os)\n",
    "F": "import os\n",
    "I": "import sys\nimport os\n\nprint(os, sys)\n",
    "B": "def add(one=[]):\n    return one\n",
    "UP": "from typing import List\n\none: List[int] = []\n",
    "SIM": "def f(a):\n    if a:\n        return True\n    else:\n        return False\n",
    "RUF": "one = [1]\nother = one + [2]\n",
}


def settings() -> dict[str, Any]:
    """What pyproject.toml says to the tools."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tools: dict[str, Any] = tomllib.loads(text)["tool"]
    return tools


def named(file: str, text: str) -> set[str]:
    """The families of rules that ruff names for a file of this text."""
    words = ["check", "--quiet", "--no-cache", "--output-format", "concise", "--stdin-filename"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, file, "-"],
        input=text,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    rules = [line.split()[1] for line in done.stdout.splitlines() if line.count(":") > 2]
    return {rule.rstrip("0123456789") for rule in rules}


@pytest.mark.parametrize("folder", ["recorder", "shelf", "tests", "theme", "snippets/threads"])
@pytest.mark.parametrize("family", FAULTS)
def test_a_fault_of_each_family_is_named(folder: str, family: str) -> None:
    """In each room; programs are no exception."""
    assert family in named(f"{folder}/one.py", FAULTS[family])


@pytest.mark.parametrize(("folder", "columns"), [("recorder", 100), ("snippets/threads", 72)])
def test_a_line_has_its_length(folder: str, columns: int) -> None:
    """Programs are read on a phone."""
    text = f"one = '{'a' * (columns - 8)}'\n"

    assert "E" not in named(f"{folder}/one.py", text)
    assert "E" in named(f"{folder}/one.py", text.replace("a'", "aa'"))


def test_types_are_checked_as_strictly_as_there_is() -> None:
    """In every room; what is loosened has its package or its module beside it, and its reason."""
    mypy = settings()["mypy"]

    assert mypy["strict"] is True
    assert {*mypy["files"]} == {"bootstrap.py", "shelf", "recorder", "theme", "snippets"}
    assert mypy["python_version"] == str(max(Version(tag.rstrip("t")) for tag in supported()))
    loosened = {name for one in mypy["overrides"] for name in one if name != "module"}
    assert loosened == {
        "disallow_untyped_decorators",
        "follow_untyped_imports",
        "ignore_missing_imports",
    }


def test_a_test_ends_and_none_is_left_out(request: pytest.FixtureRequest) -> None:
    """One that is stuck is ended, one that should fail fails, and none is sorted out by a word."""
    config, words = request.config, settings()["pytest"]["ini_options"]

    assert float(config.getini("timeout")) == 300
    assert config.getini("xfail_strict") is True
    assert words["testpaths"] == ["tests", "docs", "*.md"]
    assert {"--strict-markers", "--strict-config", "-ra"} <= {*words["addopts"]}
    assert not {"-x", "-k", "-m", "--ignore", "--deselect", "--maxfail"} & {
        word.split("=")[0].split()[0] for word in words["addopts"]
    }
    for name in ("fences", "only", "turns", "causes", "annotate"):
        assert config.pluginmanager.has_plugin(f"tests.plugins.{name}")


def test_every_released_python_is_required_on_linux() -> None:
    """Only other systems, and a build without the GIL that is not yet one of ours, are observed."""
    tags = {tag for tag in observed() if tag[0].isdigit()}

    assert {*observed()} - tags <= {"macos", "windows"}
    assert all(tag.endswith("t") for tag in tags)
    assert any(tag.endswith("t") for tag in supported() if tag not in tags)


def test_no_check_is_spared_by_a_comment() -> None:
    """The whole of a file is never left out of a tool."""
    for path in (
        path for room in ("recorder", "shelf", "theme", "snippets") for path in files(room)
    ):
        text = path.read_text(encoding="utf-8")
        assert "# ruff: noqa" not in text, path
        assert "# mypy: ignore" not in text, path


def files(room: str) -> list[Path]:
    """The modules of a room."""
    return sorted((ROOT / room).rglob("*.py"))
