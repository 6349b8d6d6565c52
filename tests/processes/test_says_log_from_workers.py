"""What the page "Log from many workers" says and no program of it shows."""

import io
import logging
import subprocess
from collections.abc import Callable
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import Queue

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import run
from shelf import Command, Sample


def test_basic_config_formats_twice(printed: Callable[[str], str]) -> None:
    """A QueueHandler that it gets sends text with a format, which the listener formats again."""
    said = printed("""
        import logging
        import sys
        from logging.handlers import QueueHandler, QueueListener
        from queue import Queue

        log = Queue()
        logging.basicConfig(handlers=[QueueHandler(log)], format="<%(message)s>")
        logging.warning("bread")
        logging.getLogger().handlers = [QueueHandler(log)]
        logging.warning("milk")
        end = logging.StreamHandler(sys.stdout)
        end.setFormatter(logging.Formatter("<%(message)s>"))
        listener = QueueListener(log, end)
        listener.start()
        listener.stop()
    """)

    assert said == "<<bread>>\n<milk>\n"


def record(text: str, level: int = logging.INFO) -> logging.LogRecord:
    """What a logger makes of a text."""
    return logging.LogRecord("shop", level, __file__, 1, text, None, None)


def test_stop_waits_until_the_queue_is_empty() -> None:
    """A thousand records that came before it are written, and the queue is empty."""
    log: Queue[object] = Queue()
    lines = io.StringIO()
    for number in range(1000):
        log.put(record(str(number)))
    listener = QueueListener(log, logging.StreamHandler(lines))
    listener.start()
    listener.stop()

    assert lines.getvalue().split() == [str(number) for number in range(1000)]
    assert log.empty()


@pytest.mark.parametrize(("respect", "lines"), [(False, 2), (True, 1)])
def test_levels_of_the_listeners_handlers(respect: bool, lines: int) -> None:
    """They are ignored unless one asks for them."""
    log: Queue[object] = Queue()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setLevel(logging.ERROR)
    for level in logging.INFO, logging.ERROR:
        log.put(record("bread", level))
    listener = QueueListener(log, handler, respect_handler_level=respect)
    listener.start()
    listener.stop()

    assert len(out.getvalue().split()) == lines


def test_a_record_carries_its_time_and_process() -> None:
    """Both are there when it is taken out of the queue, as they were when it was made."""
    log: Queue[logging.LogRecord] = Queue()
    made = record("bread")
    made.processName, made.created = "worker", 86_400.0
    QueueHandler(log).emit(made)
    came = log.get(timeout=10)

    assert (came.processName, came.created) == ("worker", 86_400.0)


KILLED = """
import io
import logging
import time
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Manager, Process, Queue


def work(log, text):
    root = logging.getLogger()
    root.handlers = [QueueHandler(log)]
    root.setLevel("INFO")
    while True:
        logging.info(text)


def main():
    lines = io.StringIO()
    MAKE
    child = Process(target=work, args=(log, "x" * 1_000_000), daemon=True)
    child.start()
    WAIT
    child.kill()
    child.join()
    listener = QueueListener(log, logging.StreamHandler(lines))
    listener.start()
    QueueHandler(log).emit(logging.LogRecord("shop", 20, "", 1, "the end", None, None))
    print("killed", flush=True)
    listener.stop()
    print(lines.getvalue().splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="it kills")
@pytest.mark.parametrize("managed", [True, False], ids=["manager", "plain"])
def test_a_worker_killed_in_the_middle_of_a_record(
    program: Callable[..., Sample], interpreter: Interpreter, managed: bool
) -> None:
    """A manager's queue goes on; of a plain one the listener waits for the rest for ever."""
    source = KILLED
    if managed:
        source = source.replace("MAKE", "manager = Manager(); log = manager.Queue()")
        source = source.replace("WAIT", "log.get(timeout=30); time.sleep(0.01)")
    else:
        source = source.replace("MAKE", "log = Queue()")
        source = source.replace("WAIT", "log._reader.poll(30)")
    seen = run(program(source).path, Command("subject.py"), interpreter.path, limit=60)

    assert seen.text == ("killed\nthe end\n" if managed else "killed\n")
    assert seen.stopped == ("" if managed else "stuck")


def test_lines_go_out_one_by_one_on_a_terminal_alone(
    printed: Callable[[str], str], interpreter: Interpreter
) -> None:
    """Into a pipe, as into a file, goes block after block."""
    source = "import sys; print(sys.stdout.line_buffering)"
    piped = subprocess.run(
        [str(interpreter.path), "-c", source], capture_output=True, text=True, timeout=60
    )

    assert piped.stdout == "False\n"
    assert printed(source) == "True\n"


@pytest.mark.skipif("sys.platform == 'win32'", reason="does not rename an open file")
def test_two_rotating_handlers_lose_records(tmp_path: Path) -> None:
    """Each moves the file away under the other; what was moved first is gone in the end."""
    log, old = tmp_path / "log", tmp_path / "log.1"
    ours, theirs = (RotatingFileHandler(log, maxBytes=22, backupCount=1) for _ in range(2))
    for handler, text in ((ours, "first bread"), (theirs, "egg"), (ours, "second bread")):
        handler.emit(record(text))
    theirs.emit(record("milk"))

    assert (log.read_text(), old.read_text()) == ("second bread\n", "first bread\negg\nmilk\n")

    theirs.emit(record("more of the milk"))

    assert (log.read_text(), old.read_text()) == ("more of the milk\n", "second bread\n")
    ours.close()
    theirs.close()
