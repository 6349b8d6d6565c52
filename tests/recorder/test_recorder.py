"""What a header promises is held, and each kind of bad input is told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import pytest

from recorder.__main__ import main
from recorder.cell import natural_cell, observe
from recorder.run.child import OUTPUT_LIMIT
from shelf import Sample, TranscriptError, UnknownSample, find

Program = Callable[..., Sample]


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
