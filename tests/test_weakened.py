"""What an edit only takes away from a program is seen; what makes another program is not."""

from __future__ import annotations

import pytest

from tests.checks.programs.weakened import weakened

PROGRAM = '''"""Two threads deposit."""

from threading import Lock, Thread

LIMIT = 10


def deposit(lock: Lock, amounts: list[int], amount: int = 3) -> None:
    if not lock.acquire(timeout=LIMIT):
        raise TimeoutError("nobody lets go")
    try:
        amounts.append(amount)
    finally:
        lock.release()


def main() -> None:
    lock, amounts = Lock(), list[int]()
    thread = Thread(target=deposit, args=(lock, amounts))
    thread.start()
    with lock:
        print("so far", sum(amounts) >= 0)
    thread.join()
    print(len(amounts))
'''


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    with lock:\n        print", "    print", "it lost with"),
        ("    thread.join()\n", "", "it lost join()"),
        ("timeout=LIMIT", "", "it lost timeout=…"),
        ("amounts))\n", "amounts), daemon=True)\n", "it got daemon=True"),
        ("    try:\n        a", "    if amount:\n        a", ""),
        (
            "    try:\n        amounts.append(amount)\n    finally:\n        lock",
            "    amounts.append(amount)\n    lock",
            "it lost try, finally",
        ),
        ('        raise TimeoutError("nobody lets go")', "        pass", "it lost raise, Timeout"),
        ("int = 3", "int", "it lost a default, 3"),
        ("    thread.start()\n", "", "it lost start()"),
        (
            '    with lock:\n        print("so far", sum(amounts) >= 0)\n    thread.join()\n',
            '    thread.join()\n    with lock:\n        print("so far", sum(amounts) >= 0)\n',
            "it does the same in another order",
        ),
    ],
)
def test_what_is_only_taken_away_is_seen(old: str, new: str, words: str) -> None:
    """A lock, a join, a limit, a `finally`, an error, a default; or the order."""
    assert old in PROGRAM

    if words:
        assert weakened(PROGRAM, PROGRAM.replace(old, new)).startswith(words)
    else:  # what is left of it is no program
        assert not weakened(PROGRAM, PROGRAM.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amounts", "sums"),
        ("LIMIT", "SECONDS"),
        ("Two threads", "Two clerks"),
        ("    thread.join()\n", "    thread.join()  # at the end\n"),
        ("list[int]()", "list[float]()"),
        ("timeout=LIMIT", "timeout=min(LIMIT, 5)"),
        ("with lock:", "with lock, open('log'):"),
        ("    thread.join()\n", "    thread.join(LIMIT)\n    print(thread.is_alive())\n"),
    ],
)
def test_another_edit_is_none(old: str, new: str) -> None:
    """Other names, other words, a comment, a hint; and whatever adds to a program."""
    assert weakened(PROGRAM, PROGRAM.replace(old, new)) == ""
