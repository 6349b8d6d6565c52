"""What counts as the same output: all but what no program can fix."""

from __future__ import annotations

import pytest

from recorder.compare import HEAD, masked, same

FRAME = HEAD + '\n  File "/tmp/run-a/program/x.py", line {}, in main\n    {}()\nKeyError: 1'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('File "/tmp/run-a/x.py"', 'File "C:\\\\Users\\\\Ada L\\\\x.py"'),
        ("/tmp/run-a/x.py:3: Warning", "/var/folders/b/x.py:3: Warning"),
        *(
            (f"{HEAD}\n{one}", f"{HEAD}\n{other}")
            for one, other in (
                ("TypeError: <Lock at 0x7f8a1c2b3d40>", "TypeError: <Lock at 0x10a2b3c4d>"),
                ("BrokenProcessPool: process 4711 died", "BrokenProcessPool: process 12 died"),
            )
        ),
        (
            "Traceback (most recent call last):\n  File 'a'\n    x()\n    ~^^\nKeyError: 1",
            "Traceback (most recent call last):\n  File 'b'\n    x()\nKeyError: 1",
        ),
    ],
)
def test_what_no_program_can_fix_is_masked(one, other):
    """Folders, addresses, process ids and the lay-out of frames."""
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("balance 1", "balance 2"),
        ("a\nb", "b\na"),
        ("a", "a\n"),
        ("process 4711", "process 12"),
        ("<Lock at 0x7f8a1c2b3d40>", "<Lock at 0x10a2b3c4d>"),
        (FRAME.format(12, "pay"), FRAME.format(99, "pay")),
        (FRAME.format(12, "pay"), FRAME.format(12, "owe")),
        ("Traceback (most recent call last):\n  x\nKeyError: 1",) * 2,
    ],
)
def test_nothing_else_is_masked(one, other):
    """A number, an order, a newline and an error are compared to the letter."""
    other = other.replace("KeyError: 1", "KeyError: 2")

    assert not same(one, other)
    assert masked(one) == masked(one)
