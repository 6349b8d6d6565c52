"""What a Windows or macOS cell needs, as far as Linux can show it."""

from __future__ import annotations

import ast
import datetime
import os
import random
import re
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from dataclasses import replace

import pytest

from recorder.cell import natural_cell, observe, runs_in, runs_on, verify
from recorder.hold import gil
from recorder.hold.masks import same, same_lines
from recorder.pythons.interpreters import ask
from shelf import ROOT, Sample, samples
from shelf.fault import report

#: So many of the programs that hang are seen through a pipe each day; LONG=1: all.
SHARE = 4
#: Takes away what Windows does not have, then runs a program and its child.
#: The libraries are loaded before: theirs is the Linux half of them here.
WITHOUT_POSIX = """
import os, psutil, select, signal, subprocess, sys, tempfile
for name in ("pty", "fcntl", "termios", "resource", "pwd", "grp"):
    sys.modules[name] = None
for module, names in {
    os: ("fork", "killpg", "getsid", "setsid", "wait4", "pidfd_open", "openpty", "sysconf"),
    select: ("poll", "epoll"),
    signal: ("SIGHUP", "SIGUSR1", "SIGALRM"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
from pathlib import Path
from recorder.run import child
from recorder.run.once import run
from shelf.transcript import Command
child.PATIENCE = 100
program, limit = Path(sys.argv[1]), float(sys.argv[2])
seen = run(program, Command(program.name), limit=limit, hangs=True, terminal=False)
print((seen.status, seen.stopped, sorted(seen.text.split()), len(seen.leftovers), seen.cpu > 0))
"""


def without_posix(program, limit: float = 60) -> str:
    """Run a program through a recorder that has only what Windows has."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, str(program.path), str(limit)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_program_runs_where_nothing_is_posix(program):
    """Its own lines and its child's are seen, through a pipe."""
    sample = program(
        "import subprocess, sys\n"
        "print('parent', sum(range(10**7)), flush=True)\n"
        "subprocess.run([sys.executable, '-c', 'print(sum(range(10**6)))'])\n"
    )

    assert without_posix(sample) == "(0, '', ['499999500000', '49999995000000', 'parent'], 0, True)"


def test_a_limit_ends_the_children_too_where_nothing_is_posix(program):
    """Without process groups everyone who carries the run's mark is ended."""
    sample = program(
        "import subprocess, sys\n"
        "code = 'import time; print(\"asleep\", flush=True); time.sleep(600)'\n"
        "subprocess.run([sys.executable, '-c', code])\n"
    )

    assert without_posix(sample, 1).startswith("(None, 'idle', ['asleep'], 0")


def test_a_child_left_behind_is_seen_where_nothing_is_posix(program):
    """It carries the run's mark, whatever its parent."""
    sample = program(
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],\n"
        "    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    )

    assert without_posix(sample).startswith("(0, '', [], 1")


def test_through_a_pipe_lines_are_compared_in_any_order():
    """A pipe gives the lines of two processes in another order than a terminal."""
    assert same_lines("parent\nchild\n", "child\nparent\n")
    assert not same("parent\nchild\n", "child\nparent\n")
    assert not same_lines("parent\nchild\n", "child\nchild\n")


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("method", ["spawn"])
def test_a_folder_with_blanks_and_an_accent_changes_nothing(
    program, interpreter, tmp_path, monkeypatch, terminal, method
):
    """Windows keeps its temporary folder below a person's name."""
    folder = tmp_path / "Adélaïde Ōta 愛" / "Temp"
    folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    sample = program(
        textwrap.dedent("""
            from multiprocessing import Pool
            if __name__ == "__main__":
                with Pool(1) as pool:
                    print(pool.apply(abs, (-3,)))
        """),
        transcript="3\n",
    )

    assert not verify(sample, interpreter, interpreter.cell(method), terminal=terminal)


#: What is run on Windows too: by a contributor, or in a cell.
TOOLS = ["bootstrap.py", "recorder", "shelf", "theme", "tests/chores", "tests/plugins"]
#: They read /proc, which Windows has not.
OF_LINUX = ("recorder/run/processes.py", "recorder/run/waits.py")
#: A mode of a file.
MODE = re.compile(r"'[rwax+]+b?\+?'")


def without_encoding(source: str) -> list[int]:
    """The lines that read or write text in the encoding of the machine."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function, words = ast.unparse(node.func), [ast.unparse(word) for word in node.args]
        named = {word.arg: ast.unparse(word.value) for word in node.keywords}
        modes = [word for word in [*words, *named.values()] if MODE.fullmatch(word)]
        opens = function == "open" or (function.endswith(".open") and modes)
        reads = function.endswith((".read_text", ".write_text"))
        text = (opens and not any("b" in mode for mode in modes)) or reads
        if (text or named.get("text") == "True") and not (
            "encoding" in named or "'utf-8'" in words or "'ascii'" in words
        ):
            found.append(node.lineno)
    return found


def test_text_is_read_and_written_as_utf_8() -> None:
    """Up to 3.14 Windows has another encoding: a name with an accent would stop set-up for good."""
    files = [
        path
        for name in TOOLS
        for path in ([ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py")))
        if not path.name.startswith("test_") and path.relative_to(ROOT).as_posix() not in OF_LINUX
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        for line in without_encoding(path.read_text(encoding="utf-8"))
    ]

    assert len(files) > 100
    assert found == []


def test_types_are_those_of_one_system() -> None:
    """On Windows mypy would miss `os.fork` in half of the programs, and the command be red."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert settings["tool"]["mypy"]["platform"] == "linux"


@pytest.mark.parametrize(
    "line",
    [
        'open(STAMP, "w")',
        "path.read_text()",
        'path.write_text("x")',
        'path.open("a")',
        "subprocess.run(words, text=True)",
    ],
)
def test_a_text_without_an_encoding_is_seen(line: str) -> None:
    assert without_encoding(line) == [1]
    assert without_encoding(line.replace(")", ", encoding='utf-8')").replace("(,", "(")) == []


def test_windows_has_in_every_run_what_it_needs_to_start(monkeypatch, interpreter, program) -> None:
    """Without SYSTEMROOT a socket is refused there, and with it asyncio's import."""
    seen = {}

    def run(words: object, **options: object) -> subprocess.CompletedProcess[str]:
        seen.update(options["env"])
        return subprocess.CompletedProcess([], 0, "False\nFalse\n", "")

    sample = program("import asyncio\n", transcript="")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
    monkeypatch.setattr(gil.subprocess, "run", run)

    assert gil.gil_faults(sample, replace(interpreter, gil=False)) == []
    assert seen["SYSTEMROOT"] == r"C:\Windows"


def test_what_a_pipe_cannot_print_is_told_all_the_same() -> None:
    """A report with a sign that the encoding of a pipe lacks, as on Windows."""
    code = "import sys; from recorder.__main__ import main; main(['interpreters']); print('✓ é')"
    variables = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, cwd=ROOT, env=variables, capture_output=True, timeout=120, check=False
    )

    assert done.stdout.splitlines()[-1] == rb"\u2713 \xe9"


def test_lines_end_as_the_recorder_writes_them(program, interpreter):
    """A program that prints as Windows does is recorded like any other."""
    sample = program("import sys; sys.stdout.write('one\\r\\ntwo\\r\\n')")
    cell = natural_cell(sample.header, interpreter)

    assert observe(sample, interpreter, cell, terminal=False).text == "one\ntwo\n"


def hanging() -> list[Sample]:
    """The programs that are to hang where `spawn` is all there is: a share by day, or all."""
    cell = ask(sys.executable).cell("spawn")
    known = [
        sample
        for sample in samples().values()
        if sample.header.case(cell).expectation.outcome == "hang" and not runs_in(sample, cell)
    ]
    if "LONG" in os.environ:
        return known
    return random.Random(datetime.date.today().toordinal()).sample(known, SHARE)


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.stem) for one in hanging()])
def test_what_a_program_printed_before_it_hangs_comes_through_a_pipe(sample, interpreter):
    """Windows has no terminal for it: Python would keep the lines, and the limit lose them."""
    cell = interpreter.cell("spawn")
    if why := runs_on(sample, interpreter, cell):
        pytest.skip(why)

    faults = verify(sample, interpreter, cell, terminal=False)

    assert not faults, report(faults)
