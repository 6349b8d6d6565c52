"""How a program is run: as a reader would, and with nothing of ours."""

from __future__ import annotations

import os

import pytest

from recorder.cell import natural_cell, observe
from recorder.run.terminal import COLUMNS


def test_a_program_meets_a_terminal_of_80_columns(seen):
    """It can ask for the width, and it is told not to colour."""
    result = seen("""
        import os, sys
        print(os.get_terminal_size().columns, sys.stdout.isatty(), os.environ["NO_COLOR"])
    """)

    assert result.text == f"{COLUMNS} True 1\n"


def test_a_program_finds_nothing_of_ours(seen, monkeypatch):
    """Its environment and its folder are fresh."""
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    result = seen("""
        import os
        print(sorted(os.environ), os.listdir())
    """)

    assert "PYTHONHASHSEED" not in result.text
    assert "['subject.py']" in result.text


def test_output_comes_in_the_order_a_reader_sees(seen):
    """A parent that prints first is seen first, since a terminal is line by line."""
    result = seen("""
        import subprocess, sys
        print("parent")
        subprocess.run([sys.executable, "-c", "print('child')"])
        print("problem", file=sys.stderr)
    """)

    assert result.text == "parent\nchild\nproblem\n"


def test_the_last_error_is_type_and_message(seen):
    """An error on the way that was handled is not the last one."""
    result = seen("""
        import traceback
        try:
            1 / 0
        except ZeroDivisionError:
            traceback.print_exc()
        raise KeyError("Ada")
    """)

    assert (result.status, result.error) == (1, ("KeyError", "'Ada'"))


def test_a_signal_is_named(seen):
    """A program that kills itself has no exit status."""
    result = seen("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")

    assert (result.status, result.signal) == (None, "SIGKILL")


def test_seconds_are_measured(seen):
    """Work shows as processor time, and the wall saw at least as much on one core."""
    result = seen("sum(range(3_000_000))")

    assert 0 < result.cpu <= result.wall + 1


def test_the_command_on_line_one_is_obeyed(program, interpreter):
    """Variables, flags and arguments of the transcript's first line are used."""
    sample = program("import sys, os; print(sys.argv[1], sys.flags.dev_mode, os.environ['A'])")
    sample.transcript_path().write_text("$ A=b python -X dev subject.py hello\n")
    result = observe(sample, interpreter, natural_cell(sample.header, interpreter))

    assert result.text == "hello True b\n"


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_start_method_is_forced_from_outside(program, interpreter, method):
    """The program's text does not change, and its children meet the method too."""
    sample = program(
        "import multiprocessing\n"
        "if __name__ == '__main__':\n"
        "    with multiprocessing.Pool(1) as pool:\n"
        "        print(pool.apply(multiprocessing.get_start_method))\n"
    )
    result = observe(sample, interpreter, interpreter.cell(method))

    assert result.text == f"{method}\n"


def test_a_program_that_sets_the_start_method_changes_no_other(seen):
    """Each program has an interpreter of its own."""
    seen("import multiprocessing; multiprocessing.set_start_method('spawn')")
    result = seen("""
        import multiprocessing
        multiprocessing.set_start_method("forkserver")
        print(multiprocessing.get_start_method())
    """)

    assert (result.status, result.text) == (0, "forkserver\n")


def test_what_was_saved_between_two_runs_is_not_blamed(seen, tmp_path):
    """A run begins with what the last one left; one that writes is blamed each time."""
    writes = f"open({str(tmp_path / 'notes.txt')!r}, 'a').write('x')"
    assert seen("print(1)").wrote == ()
    (tmp_path / "saved.txt").write_text("by an editor")

    assert [seen(text).wrote for text in ("print(1)", "print(2)")] == [(), ()]
    assert [seen(text).wrote for text in (writes, writes)] == [("notes.txt",)] * 2
    assert seen("print(1)").wrote == ()


@pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")
def test_what_a_run_has_opened_is_closed_after_it(seen):
    """Who records runs thousands of programs, and the system lends so many files at once."""
    seen("print(1)")  # whatever is opened once, and kept
    before = len(os.listdir("/proc/self/fd"))
    for text in ("print(1)", "import sys; sys.exit(3)", "import os; os.close(1); os.close(2)"):
        seen(text)

    assert len(os.listdir("/proc/self/fd")) == before
