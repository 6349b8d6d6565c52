"""What docs/glossary.md says and no program of the site shows."""

from collections.abc import Callable

JOINED = """
import threading
from multiprocessing import get_context

def fail():
    raise ValueError

def main():
    threading.excepthook = lambda told: None
    thread = threading.Thread(target=fail)
    thread.start()
    print(thread.join(60))
    context = get_context("spawn")
    process = context.Process(target=int, args=("no number",))
    process.start()
    print(process.join(60), process.exitcode)

if __name__ == "__main__":
    main()
"""


def test_join_hands_over_nothing(printed: Callable[[str], str]) -> None:
    """It returns None, and what ended the thread or the process is not raised there."""
    lines = printed(JOINED).splitlines()

    assert (lines[0], lines[-1]) == ("None", "None 1")
