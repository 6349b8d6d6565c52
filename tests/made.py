"""Made by hand: small checkouts whose matrix says what a test needs, and an extension in C."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup, Tag

from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, Sample
from shelf.conditions import START_METHODS
from shelf.matrix import NAME
from shelf.sample import digest
from shelf.support import METHODS
from tests.checks.pages.markdown import fences

SUPPORTED = ("3.11", "3.12", "3.13", "3.14", "3.14t", "3.15", "3.15t")
SOURCE = '"""A sentence."""\n\nprint(1)\n'
#: Two headers, and what the cells of the first say where it does not run.
SPAWN = '[tool.sample]\nstart-methods = ["spawn"]'
CHOSEN = {"but": ("fork", "forkserver"), "words": "not run: chooses spawn itself"}
LATER = 'requires-python = ">=3.14"'
#: A run made by hand: its Python, its system, and words by start method.
Made = tuple[str, str, dict[str, str]]


def ran(*tags: str, system: str = "linux", but: Sequence[str] = (), words: str = "") -> list[Made]:
    """Runs whose cells all passed; those of the start methods `but` came to `words` instead."""
    usual = dict.fromkeys(METHODS[system], "passed")
    return [(tag, system, {**usual, **dict.fromkeys(but, words)}) for tag in tags]


def typed(page: str) -> list[str]:
    """The Python that stands typed on a page of docs/, fence by fence: what its tests run."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return [fence.text for fence in fences(text) if fence.language == "python"]


def write(root: Path, stem: str, header: str = "") -> Sample:
    """A program with a transcript, in a small checkout."""
    sample = Sample(root, stem)
    sample.path.parent.mkdir(parents=True, exist_ok=True)
    block = "".join(f"# {line}\n" for line in ("/// script", *header.splitlines(), "///"))
    sample.path.write_text((block if header else "") + SOURCE)
    sample.transcript_path().write_text(f"$ python {sample.path.name}\n1\n")
    return Sample(root, stem)


def matrix_of(runs: dict[Sample, list[Made]], news: Sequence[dict] = ()) -> dict:
    """The matrix that holds some runs."""
    found: dict[tuple[str, str], dict] = {}
    for sample, made in runs.items():
        for tag, system, cells in made:
            about = {"machine": "x86_64", "compiler": "GCC 12.2.0", "default": "fork"}
            run = found.setdefault(
                (system, tag),
                {"python": tag, "version": tag.removesuffix("t") + ".7", "gil": tag[-1] != "t"}
                | {"system": system, **about, "programs": {}},
            )
            entry = {"digest": digest(sample), "date": "2026-11-22", "cells": cells}
            run["programs"][sample.stem] = entry
    return {"schema": 1, "runs": list(found.values()), "news": list(news)}


def lay_out(root: Path) -> Path:
    """Five programs of two topics on one page, run on two systems; one has changed since."""
    (root / "docs").mkdir()
    settings = f"[tool.parallel]\nsupported = {json.dumps(SUPPORTED)}\n"
    (root / "pyproject.toml").write_text(settings)
    whole, fails = write(root, "threads/whole"), write(root, "threads/fails")
    newer, stale = write(root, "threads/newer", LATER), write(root, "threads/stale")
    chooses = write(root, "processes/chooses_by_itself", SPAWN)
    why = {"but": START_METHODS, "words": "not run: only on 3.14 and later"}
    bad = {"but": ["spawn"], "words": "failed: it prints [2] < 3 & *nothing*"}
    runs = {
        whole: ran(*SUPPORTED) + ran("3.15", system="windows"),
        fails: ran("3.14") + ran("3.15", **bad),
        newer: ran("3.11", **why) + ran("3.14"),
        stale: ran(*SUPPORTED),
        chooses: ran("3.14", **CHOSEN) + ran("3.15", system="windows"),
    }
    turned = {"program": fails.stem, "python": "3.15", "system": "linux", "start_method": "spawn"}
    news = [{**turned, "was": "passed", "is": bad["words"], "date": "2026-11-22"}]
    (root / NAME).write_text(json.dumps(matrix_of(runs, news)))
    stale.path.write_text(SOURCE + "# changed\n")
    fences = "\n".join(f"```sample\n{sample.stem}\n```\n" for sample in runs)
    (root / "docs/page.md").write_text(f"# Page\n\n{fences}")
    return root


def convert(root: Path, text: str) -> BeautifulSoup:
    """A page's text as a generator converts it, read back."""
    body = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    parts = ["attr_list", "def_list", "tables", "pymdownx.superfences", "theme.convert"]
    options = {"theme.convert": {"root": str(root)}}
    html = markdown.markdown(body, extensions=parts, extension_configs=options)
    return BeautifulSoup(html, "html.parser")


def said(tag: Tag) -> str:
    """What an element says, on one line."""
    return " ".join(tag.get_text().split())


def unmarked_extension(python: Interpreter, folder: Path) -> Path:
    """Build an extension that does not say whether it can do without a GIL."""
    headers = subprocess.run(
        [python.path, "-c", "import sysconfig; print(sysconfig.get_path('include'))"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.strip()
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not Path(headers, "Python.h").exists():
        pytest.skip("no C compiler or no headers of that interpreter: install gcc")
    source = folder / "unmarked.c"
    source.write_text(
        "#include <Python.h>\n"
        "static PyModuleDef_Slot slots[] = {{0, NULL}};\n"
        'static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "unmarked",\n'
        "    .m_slots = slots};\n"
        "PyMODINIT_FUNC PyInit_unmarked(void) { return PyModuleDef_Init(&def); }\n"
    )
    (folder / "built").mkdir()
    module = folder / "built" / "unmarked.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", f"-I{headers}", str(source), "-o", str(module)],
        timeout=120,
        check=True,
    )
    return module
