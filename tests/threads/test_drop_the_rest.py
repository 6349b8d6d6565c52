import subprocess
from pathlib import Path

from recorder.pythons.interpreters import Interpreter

ROOT = Path(__file__).parents[2]
FAILED = """
from threading import Event
import snippets.threads.drop_the_rest as program

class Quick(Event):
    def wait(self, timeout=None):
        return self.is_set()

def fail(printer):
    raise OSError("no paper")

program.Event, program.Printer.work = Quick, fail
try:
    program.main()
except TimeoutError as error:
    print(error, "|", repr(error.__cause__))
"""


def test_a_worker_that_takes_no_page_is_told(free_threaded: Interpreter) -> None:
    """By what it died of."""
    child = subprocess.run(
        [free_threaded.path, "-c", FAILED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert child.stdout == "nobody took a page | OSError('no paper')\n"
