"""What counts as the same output: all but what no program can fix."""

from __future__ import annotations

import re

import pytest

from recorder.hold.masks import HEAD, as_read, masked, same, same_lines
from shelf import ROOT, samples

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
                ("FileExistsError: '/psm_0a1b2c3d'", "FileExistsError: '/psm_99887766'"),
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


@pytest.mark.parametrize(
    ("recorded", "read"),
    [
        ('File "/tmp/run-a1b2c3d4/program/x.py", line 3', 'File "~/program/x.py", line 3'),
        ("/var/folders/b/run-a1b2c3_4/program/x.py:3: W", "~/program/x.py:3: W"),
        (
            'File "~/.pyenv/versions/3.11.7/lib/python3.11/queue.py"',
            'File "/usr/lib/python3.11/queue.py"',
        ),
        ('File "/opt/t/lib/python3.14t/queue.py"', 'File "/usr/lib/python3.14t/queue.py"'),
        (
            'File "/x/.venv/lib/python3.14/site-packages/tqdm/std.py"',
            'File "~/.venv/lib/python3.14/site-packages/tqdm/std.py"',
        ),
        ("a run-time of 3, in lib/python", "a run-time of 3, in lib/python"),
        ("\x1b[1;31mred\x1b[0m, done\n\x1b[0m", "red, done\n"),
    ],
)
def test_a_folder_of_the_recorder_is_written_as_a_reader_sees_it(recorded, read):
    """Twice makes no difference, and the two count as the same."""
    assert as_read(recorded) == read
    assert as_read(read) == read
    assert same(recorded, read)


def test_what_each_run_has_another_of_has_a_stand_in():
    """The same one stays the same, another one is another, and twice makes no difference."""
    text = "<Lock at 0x7fe3604e2f50> <Lock at 0x7fe3604e2f50> <Lock at 0x7fe360400000> psm_39d05318"
    read = as_read(text + " 127.0.0.1:45859")

    assert read == (
        "<Lock at 0x7f0000000010> <Lock at 0x7f0000000010> <Lock at 0x7f0000000020> psm_10000001"
        " 127.0.0.1:8000"
    )
    assert as_read(read) == read


def test_stand_ins_are_counted_on_by_kind():
    """Each begins with its first, in the order in which they are seen."""
    text = "psm_39d05318 psm_00000001 psm_39d05318 127.0.0.1:45859 127.0.0.1:999 127.0.0.1:8123"

    assert as_read(text) == (
        "psm_10000001 psm_10000002 psm_10000001 127.0.0.1:8000 127.0.0.1:999 127.0.0.1:8001"
    )
    assert as_read("0x7fe36 0x7fe360 0x7fe361") == "0x7fe36 0x7f0000000010 0x7f0000000020"


def test_of_a_traceback_the_frames_of_the_program_stand():
    """Each with its first line of source; what stands behind the error is text again."""
    own = '  File "/tmp/run-a/program/x.py", line 3, in f'
    library = '  File "/usr/lib/python3.14/queue.py", line 9, in get'
    text = "\n".join(
        [
            *(
                "  before",
                HEAD,
                library,
                "    wait()",
                "    ~~~~^^",
                own,
                "    get(1)",
                "    ^^^^^^",
            ),
            *(
                library,
                "    wait()",
                "",
                "Empty: process 12 of 0x7f8a1c",
                "  pid 12",
                "",
                "  0x7f8a1c",
            ),
        ]
    )

    assert masked(text).split("\n") == [
        *("  before", HEAD, '  File "<folder>/x.py", line 3, in f', "    get(1)", ""),
        *("Empty: process <id> of 0x<address>", "  pid 12", "", "  0x7f8a1c"),
    ]


@pytest.mark.parametrize(
    ("error", "instead"),
    [
        ("E: pid=12 of PID 13, pid: 14", "E: pid=<id> of PID <id>, pid: <id>"),
        ("E: Process 12 and processes 13", "E: Process <id> and processes 13"),
        ("E: wnsm_0a1b2c3d psm_0a1b2c3", "E: <block> psm_0a1b2c3"),
        ("E: 0x12345 0x123456", "E: 0x12345 0x<address>"),
    ],
)
def test_numbers_of_an_error_are_masked(error, instead):
    """Those that no program chooses, and no others."""
    assert masked(f"{HEAD}\n{error}") == f"{HEAD}\n{instead}"
    assert masked(error) == error


def test_a_traceback_may_be_indented_in_a_message():
    """Its head counts where it stands, and the next error line ends it."""
    text = f"  {HEAD}\n    frame\nE: pid 3\npid 3"

    assert masked(text) == f"  {HEAD}\nE: pid <id>\npid 3"


def test_through_a_pipe_the_order_is_no_news():
    """The lines are, each as often as it came."""
    assert same_lines("a\nb\n", "b\na\n")
    assert not same_lines("a\nb\n", "a\nb\nb\n")
    assert same_lines("/tmp/run-a/x.py:3\n1", "1\n/tmp/run-b/x.py:3")


def test_what_programs_print_is_compared_whole() -> None:
    """Of the transcripts without folder, port and traceback nothing is passed over."""
    texts = [
        text.text
        for sample in samples(ROOT).values()
        for text in sample.transcripts().values()
        if not re.search(r"\.py\b|127\.0\.0\.1:|Traceback|\x1b", text.text)
    ]
    texts.append("it took 3 s, then 0.5 s: 7 of 12, at 99 %\n")

    assert [masked(text) for text in texts] == texts
