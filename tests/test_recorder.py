"""What the recorder promises, and what it says to each kind of bad input."""

from __future__ import annotations

import signal
import textwrap
import threading
from collections.abc import Callable

import pytest

from recorder import HeaderError, Sample, TranscriptError, UnknownSample, find, version_words
from recorder.__main__ import main
from recorder.interpreters import Interpreter
from recorder.record import natural_cell, observe, verify
from recorder.run import OUTPUT_LIMIT, Result
from recorder.terminal import COLUMNS

Program = Callable[..., Sample]


@pytest.fixture
def seen(program: Program, interpreter: Interpreter) -> Callable[[str], Result]:
    """Runs a program's text once, and returns what was seen."""

    def run(source: str) -> Result:
        sample = program(textwrap.dedent(source))
        return observe(sample, interpreter, natural_cell(sample.header, interpreter))

    return run


@pytest.fixture
def faults(program: Program, interpreter: Interpreter) -> Callable[..., str]:
    """Checks a program's text, and returns all that is said against it."""

    def check(source: str, transcript: str | None = "") -> str:
        sample = program(textwrap.dedent(source), transcript=transcript)
        found = verify(sample, interpreter, natural_cell(sample.header, interpreter))
        return "\n".join(map(str, found))

    return check


# How a program is run


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


# What a header promises


def test_a_deadlock_is_a_hang(faults):
    """Alive and idle at the limit is what "hang" means."""
    said = faults("""
        # /// script
        # [tool.sample]
        # expect = "hang"
        # limit = 1
        # ///
        from threading import Lock
        lock = Lock()
        lock.acquire()
        lock.acquire()
    """)

    assert said == ""


def test_a_busy_loop_is_no_deadlock(faults):
    """It is alive at the limit, but not idle."""
    said = faults("""
        # /// script
        # [tool.sample]
        # expect = "hang"
        # limit = 0.2
        # ///
        while True:
            pass
    """)

    assert "seen still alive and busy at its limit" in said


def test_an_error_is_held_to_type_and_message(faults):
    """A KeyError with another key is another error."""
    source = """
        # /// script
        # [tool.sample]
        # expect = "error"
        # error = "KeyError: 'Ada'"
        # ///
        raise KeyError({!r})
    """

    assert "expected an error" not in faults(source.format("Ada"), None)
    assert "expected an error, KeyError: 'Ada', seen exit status 1, KeyError: 'Bob'" in faults(
        source.format("Bob"), None
    )


def test_a_kill_is_held_to_its_signal(faults):
    """Another signal is another ending."""
    source = """
        # /// script
        # [tool.sample]
        # expect = "killed"
        # signal = "SIGKILL"
        # ///
        import os, signal
        os.kill(os.getpid(), signal.{})
    """

    assert faults(source.format("SIGKILL")) == ""
    assert "expected killed by SIGKILL, seen killed by SIGTERM" in faults(source.format("SIGTERM"))


def test_a_misspelt_key_names_the_nearest(program):
    """A header that is not understood is an error, never passed over."""
    sample = program("# /// script\n# [tool.sample]\n# expct = 'hang'\n# ///\n")

    with pytest.raises(
        HeaderError, match=r"subject.py:3: unknown key .*expct; did you mean expect"
    ):
        _ = sample.header


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("# /// script\n# [tool.sample]\n", 1, "does not close"),
        ("# /// script\n# [tool.sample\n# ///\n", 2, "not TOML"),
        ('# /// script\n# [tool.sample]\n# expect = "hangs"\n# ///\n', 3, "did you mean hang"),
        ('# /// script\n# [tool.sample]\n# expect = "error"\n# ///\n', 3, "go together"),
        ('# /// script\n# requires-python = "3.14+"\n# ///\n', 2, "write it as"),
        ("# /// script\n# [tool.sample]\n# limit = 0\n# ///\n", 3, "give seconds"),
        ("# /// script\n# [tool.sample.variants.all]\n# limit = 1\n# ///\n", 2, "holds everywhere"),
        ('# /// script\n# [tool.sample]\n# systems = ["linus"]\n# ///\n', 3, "did you mean linux"),
        ("# /// script\n# ///\n# /// script\n# ///\n", 3, "two script headers"),
    ],
)
def test_an_unreadable_header_names_line_and_cure(program, block, line, message):
    """Whatever is wrong with a header, the message says where and what to write."""
    sample = program(block)

    with pytest.raises(HeaderError, match=rf"subject.py:{line}: .*{message}"):
        _ = sample.header


@pytest.mark.parametrize(
    ("specifier", "words"),
    [
        (">=3.14", "3.14 and later"),
        ("<3.14", "3.13 and older"),
        (">=3.13.8,!=3.14.0", "3.13.8 and later (not 3.14.0)"),
        ("~=3.14", "~=3.14"),
    ],
)
def test_versions_are_said_in_words(specifier, words):
    """What a header says of versions can stand in a sentence."""
    assert version_words(specifier) == words


def test_what_is_shown_is_the_file_less_its_header(program):
    """A header without dependencies is a comment; one with them is the reader's too."""
    block = '# /// script\n# requires-python = ">=3.11"\n# ///\n'
    plain = program(f'{block}\n"""Shows."""\n')
    full = program('# /// script\n# dependencies = ["rich"]\n# ///\n"""Shows."""\n', "threads/full")

    assert plain.shown == '"""Shows."""\n'
    assert full.shown == full.source


# Bad input


def test_a_missing_program_names_the_nearest(program, capsys):
    """A mistyped stem is answered by the stems that exist."""
    sample = program("")

    with pytest.raises(UnknownSample, match="did you mean threads/subject"):
        find("threads/subjct", sample.root)
    assert main(["run", "threads/there_is_no_such_program"]) == 2
    assert "there is no program" in capsys.readouterr().err


def test_output_that_is_no_text_is_refused(faults):
    """Bytes that are not UTF-8 cannot stand on a page."""
    said = faults("import os; os.write(1, b'caf\\xe9\\n')", None)

    assert "its output is not UTF-8: byte 0xe9 at 3" in said
    assert "cure: print text" in said


def test_endless_output_is_cut(seen, faults):
    """A program that prints for ever is stopped at the stated size."""
    source = "while True: print('again ' * 100)"

    assert len(seen(source).text) == OUTPUT_LIMIT - seen(source).text.count("\n")
    assert f"printed more than {OUTPUT_LIMIT} bytes" in faults(source)


def test_a_program_that_ignores_sigterm_is_killed(seen):
    """The limit holds for everyone."""
    result = seen("""
        # /// script
        # [tool.sample]
        # expect = "hang"
        # limit = 1
        # ///
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    """)

    assert result.stopped == "idle"


@pytest.mark.parametrize("detach", ["False", "True"])
def test_a_child_left_behind_is_seen_and_killed(faults, detach):
    """Also one that left the session of its program."""
    said = faults(f"""
        import subprocess, sys
        subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session={detach}
        )
    """)

    assert "left behind: " in said
    assert "time.sleep(600)" in said


def test_a_program_hears_ctrl_c_also_in_the_background(seen):
    """Whatever the command, and where a shell started it with the signal ignored."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert main(["interpreters"]) == 0
        result = seen("import signal; signal.raise_signal(signal.SIGINT)")
    finally:
        signal.signal(signal.SIGINT, before)

    assert "KeyboardInterrupt" in result.text


def test_reading_the_keyboard_is_refused(faults):
    """Nobody types, so a program that asks is told off rather than waited for."""
    said = faults("input()")

    assert "reads standard input" in said


@pytest.mark.parametrize(
    "source",
    [
        "open({!r}, 'a').write('I was here')",
        "import pathlib; pathlib.Path({!r}).touch()",
        "import os; os.close(os.open({!r}, os.O_WRONLY | os.O_CREAT))",
        "import subprocess; subprocess.run(['touch', {!r}])",
        "import os; os.mkdir({!r} + '.d'); open({!r} + '.d/notes', 'w').close()",
    ],
)
def test_writing_into_the_checkout_is_refused(faults, tmp_path, source):
    """The program is named, and the file that it wrote."""
    said = faults(source.replace("{!r}", repr(str(tmp_path / "notes.txt"))))

    assert "wrote into the repository: notes.txt" in said


def test_a_file_that_somebody_else_saves_meanwhile_is_not_blamed(faults, tmp_path):
    """Whoever runs the checks may go on writing; the program only reads here."""
    notes = tmp_path / "notes.txt"
    notes.write_text("saved")
    over = threading.Event()

    def person() -> None:
        while not over.wait(0.005):
            notes.touch()

    writer = threading.Thread(target=person)
    writer.start()
    said = faults(f"open({str(notes)!r}).close()")
    over.set()
    writer.join(10)

    assert said == ""


@pytest.mark.parametrize(
    "line",
    [
        "python subject.py",
        "$ python other.py",
        "$ python 'subject.py",
        "$ python -c 'print()' subject.py",
    ],
)
def test_a_first_line_that_is_no_command_is_refused(program, interpreter, line):
    """The message names the file, its line and what to write."""
    sample = program("print()")
    sample.transcript_path().write_text(f"{line}\n")

    with pytest.raises(TranscriptError, match=r"subject.txt:1: .*'\$ python subject.py'"):
        observe(sample, interpreter, natural_cell(sample.header, interpreter))


def test_a_changed_output_is_shown_as_a_difference(faults):
    """Expected against seen, and the command that repairs it."""
    said = faults("print('three')", "two\n")

    assert "-two" in said
    assert "+three" in said
    assert "make record ONLY=threads/subject" in said


def test_a_missing_transcript_is_a_fault(faults):
    """A page shows only what was recorded."""
    assert "there is no transcript snippets/threads/subject.txt" in faults("print()", None)


# The command line


def test_the_command_line_explains_itself(capsys):
    """``python -m recorder --help`` names every command."""
    with pytest.raises(SystemExit) as stop:
        main(["--help"])

    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("record", "check", "run", "interpreters"))
