"""Faults that are seen when a program, or all of snippets/, is read."""

from __future__ import annotations

from tests.drill.look import form, mechanism, shelf
from tests.drill.plant import (
    Case,
    add,
    after_a_commit,
    after_a_look,
    both,
    copy,
    edit,
    rename,
    say_it_ran,
)

CODE = "snippets/threads/"
TALLY = CODE + "tally.py"
GUARD = 'if __name__ == "__main__":\n    main()\n'
LEAVE = (
    "import subprocess, sys\n"
    "{}subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
)
SETS = "__import__('multiprocessing').set_start_method('spawn')\n"
SPAWNED = '# /// script\n# [tool.sample]\n# start-methods = ["spawn"]\n# ///\n'

SHOWS = '# /// script\n# [[tool.sample.shows]]\n# says = "it"\n# without = "with the_box:"\n# ///\n'
OTHER = [f"def other_{number}() -> None:\n    print({number})\n\n\n" for number in range(20)]


def taken(name: str, old: str, new: str, words: str) -> Case:
    """An edit after a commit, which only takes something away."""
    plant = after_a_commit(edit(TALLY, old, new))
    says = (f"{TALLY}:1: {words}, and nothing that tells of it is another",)
    return Case(name, plant, mechanism("nothing_is_only_taken_away"), says)


def taken_long_ago(name: str, old: str, new: str, words: str) -> Case:
    """An edit that git has long had, which only takes something away."""
    plant = after_a_look(edit(TALLY, old, new))
    says = (f"{TALLY}:1: {words} since it was looked at, and nothing that tells of it",)
    return Case(name, plant, mechanism("nothing_is_less_than_it_was"), says)


#: Seen when a program, or all of snippets/, is read.
READING = [
    Case(
        "guard removed",
        edit(TALLY, GUARD, "main()\n"),
        form("tally"),
        ("snippets/threads/tally.py:25", "does not end with 'if __name__", "end with the guard"),
    ),
    Case(
        "docstring left out",
        edit(TALLY, '"""A lock around reading and writing keeps both votes."""\n\n', ""),
        form("tally"),
        ("snippets/threads/tally.py:1: no docstring", "begin the file with one full sentence"),
    ),
    Case(
        "set_start_method",
        edit(TALLY, GUARD, SETS + GUARD),
        form("tally"),
        ("calls set_start_method", "the matrix runs every program under each start method"),
    ),
    Case(
        "set_start_method in a program that fails otherwise",
        both(
            edit(CODE + "tally_broken.py", '"""Two', SPAWNED + '"""Two'),
            edit(CODE + "tally_broken.py", GUARD, SETS + GUARD),
        ),
        form("tally_broken"),
        ("calls set_start_method", "the matrix runs every program under each start method"),
    ),
    Case(
        "sleep without a comment",
        both(
            edit(CODE + "standstill.py", "import RLock", "import RLock\nfrom time import sleep"),
            edit(
                CODE + "standstill.py", "    print(enter())", "    sleep(0.1)\n    print(enter())"
            ),
        ),
        form("standstill"),
        ("sleeps without a word",),
    ),
    Case(
        "task that sleeps without a comment",
        both(
            edit(CODE + "standstill.py", "import RLock", "import RLock\nimport asyncio"),
            edit(
                CODE + "standstill.py",
                "    print(enter())",
                "    asyncio.run(asyncio.sleep(0.1))\n    print(enter())",
            ),
        ),
        form("standstill"),
        ("sleeps without a word: asyncio.sleep(0.1)",),
    ),
    Case(
        "event that sleeps without a comment",
        edit(
            CODE + "standstill.py",
            "    print(enter())",
            "    Event().wait(0.1)\n    print(enter())",
        ),
        form("standstill"),
        ("sleeps without a word: Event().wait(0.1)",),
    ),
    Case(
        "plain program without a guard",
        both(
            edit(TALLY, '"""A', '# /// script\n# [tool.sample]\n# guard = false\n# ///\n"""A'),
            edit(TALLY, GUARD, "main()\n"),
        ),
        form("tally"),
        (
            "snippets/threads/tally.py:3: tally is not called _broken, and has 'guard = false'",
            "the plain name is always safe to copy",
        ),
    ),
    Case(
        "plain program that hangs",
        edit(TALLY, '"""A', '# /// script\n# [tool.sample]\n# expect = "hang"\n# ///\n"""A'),
        form("tally"),
        ('snippets/threads/tally.py:3: tally is not called _broken, and has expect = "hang"',),
    ),
    Case(
        "broken sample repaired and recorded",
        both(
            copy(TALLY, CODE + "tally_broken.py"),
            copy(CODE + "tally.txt", CODE + "tally_broken.txt"),
            edit(CODE + "tally_broken.txt", "tally.py", "tally_broken.py"),
        ),
        shelf("wrong_differs_from_right"),
        (
            "snippets/threads/tally_broken.py:1: threads/tally_broken does what threads/tally does",
            "make record ONLY=threads/tally_broken",
        ),
    ),
    Case(
        "variant that no run shows",
        both(
            edit(
                TALLY,
                '"""A',
                '# /// script\n# [tool.sample.variants.older]\n# python = "<3.11.1"\n# ///\n"""A',
            ),
            copy(CODE + "tally.txt", CODE + "tally.older.txt"),
            edit(CODE + "tally.older.txt", "2", "1"),
            say_it_ran("threads/tally"),
        ),
        shelf("every_case_has_run"),
        (
            "snippets/matrix.json holds no passed run that shows tally.older.txt",
            "snippets/threads/tally.py:1",
        ),
    ),
    Case(
        "name of a module of Python's own",
        copy(TALLY, CODE + "queue.py"),
        form("queue"),
        ("snippets/threads/queue.py:1: queue is a module of Python's own",),
    ),
    Case(
        "import of a sibling",
        edit(TALLY, "from threading", "from standstill import enter\nfrom threading"),
        form("tally"),
        ("imports standstill, a file of this checkout",),
    ),
    Case(
        "import of what a reader has not",
        edit(TALLY, "from threading", "import psutil\nfrom threading"),
        form("tally"),
        (
            "snippets/threads/tally.py:3: imports psutil, which a plain Python has not",
            'name what brings it in the header: dependencies = ["psutil"]',
        ),
    ),
    Case(
        "import that the header does not name",
        both(
            edit(TALLY, "from threading", "import psutil, yaml\nfrom threading"),
            edit(TALLY, '"""A', '# /// script\n# dependencies = ["psutil>=5"]\n# ///\n"""A'),
        ),
        form("tally"),
        ("imports yaml, which a plain Python has not and its header does not name: psutil>=5",),
    ),
    Case(
        "network",
        edit(TALLY, "from threading", "from urllib.request import urlopen\nfrom threading"),
        form("tally"),
        (
            "snippets/threads/tally.py:3: imports urllib.request, which reaches for the network",
            "let a Barrier or an Event stand for the wait",
        ),
    ),
    Case(
        "a line of 73 columns",
        edit(TALLY, "    print(", "    " + "print(".ljust(60)),
        form("tally"),
        ("columns, at most 72 are seen",),
    ),
    Case(
        "a hint left out",
        edit(TALLY, "meeting: Barrier", "meeting"),
        form("tally"),
        ("vote has no type hint for meeting",),
    ),
    Case(
        "two comments",
        edit(TALLY, "ballot_box = Lock()", "ballot_box = Lock()  # one for all"),
        form("tally"),
        ("2 comments, at most one is read",),
    ),
    Case(
        "two sentences in the docstring",
        edit(TALLY, "both votes.", "both votes. None is lost."),
        form("tally"),
        ("the docstring is more than one sentence",),
    ),
    Case(
        "right neighbour missing",
        rename(TALLY, CODE + "vote_count.py"),
        form("tally_broken"),
        ("there is no threads/tally",),
    ),
    Case(
        "orphan transcript",
        add(CODE + "taly.txt", "$ python taly.py\n"),
        shelf("recordings"),
        ("snippets/threads/taly.txt:1: belongs to no program; did you mean threads/tally",),
    ),
    Case(
        "folder of whoever recorded",
        edit(CODE + "tally.txt", "\n", "\n/opt/3.11/lib/python3.11/queue.py:3: Warning\n"),
        shelf("transcripts_are_as_read"),
        ("snippets/threads/tally.txt:2: shows a folder", "make record ONLY=threads/tally"),
    ),
    Case(
        "transcript missing",
        rename(CODE + "tally.txt", CODE + "tally.old"),
        shelf("recordings"),
        ("there is no transcript snippets/threads/tally.txt",),
    ),
    Case(
        "duplicate stem",
        copy(TALLY, "snippets/processes/tally.py"),
        shelf("unique"),
        ("the stem tally is taken more than once: processes/tally, threads/tally",),
    ),
    Case(
        "program in no topic",
        copy(TALLY, "snippets/threads/deeper/tally.py"),
        shelf("places"),
        ("snippets/threads/deeper/tally.py:1: a program that is in no topic's folder",),
    ),
    Case(
        "program that has not run as it is now",
        edit(TALLY, "counted", "that count"),
        shelf("was_run"),
        ("snippets/matrix.json holds no run of it as it is now", "make matrix ONLY=threads/tally"),
    ),
    Case(
        "matrix with the marks of a merge",
        edit("snippets/matrix.json", '  "news"', '<<<<<<< ours\n  "news"'),
        shelf("matrix_is_whole"),
        ("snippets/matrix.json:", "not JSON", "take it back: git checkout snippets/matrix.json"),
    ),
    Case(
        "failure on record",
        edit("snippets/matrix.json", '"passed"', '"failed: it hangs"'),
        shelf("runs_passed"),
        ("snippets/matrix.json says: failed: it hangs", "snippets/threads/no_guest.py on Python"),
    ),
    Case(
        "cell that was run by nobody",
        edit("snippets/matrix.json", '"passed"', '"not run"'),
        shelf("as_they_were_written"),
        ("snippets/matrix.json:", "its seal does not fit", "make matrix ONLY=threads/"),
    ),
    taken("lock taken out", "    with ballot_box:\n        tally", "    tally", "it lost with"),
    taken("wait taken out", "        voter.join()", "        pass", "it lost join()"),
    taken(
        "daemon added", "args=(meeting,))", "args=(meeting,), daemon=True)", "it got daemon=True"
    ),
    taken(
        "statements that change places",
        "    meeting.wait()  # both come at once\n    with ballot_box:\n"
        '        tally["votes"] += 1\n',
        '    with ballot_box:\n        tally["votes"] += 1\n    meeting.wait()\n',
        "it does the same in another order",
    ),
    Case(
        "mechanism that is no statement",
        edit(TALLY, '"""A lock', SHOWS + '"""A lock'),
        mechanism("what_is_shown_is_noticed"),
        ("snippets/threads/tally.py:1", "'with the_box:', and no statement is that"),
    ),
    Case(
        "program that changed since its mutants were made",
        add(CODE + "tally.py", "\n"),
        mechanism("each_mutant_is_noticed"),
        ("snippets/threads/tally.py:1", "holds no mutants of it as it is now"),
    ),
    Case(
        "broken half that is another program",
        edit(CODE + "tally_broken.py", GUARD, "".join(OTHER) + GUARD),
        mechanism("pairs_are_close"),
        ("snippets/threads/tally_broken.py:1", "lines differ from threads/tally, at most"),
    ),
    Case(
        "unused import",
        edit(TALLY, "import Barrier,", "import Barrier, Event,"),
        shelf("ruff"),
        ("snippets/threads/tally.py:3: ruff says: F401",),
    ),
    Case(
        "a hint that is not true",
        edit(CODE + "standstill.py", "-> str:", "-> int:"),
        shelf("mypy"),
        ("snippets/threads/standstill.py:10: mypy says: error: Incompatible return value",),
    ),
    taken_long_ago(
        "lock taken out long ago",
        '    with ballot_box:\n        tally["votes"] += 1\n',
        '    tally["votes"] += 1\n',
        "it lost with",
    ),
    taken_long_ago(
        "join taken out long ago",
        "    for voter in voters:\n        voter.join()\n",
        "",
        "it lost join()",
    ),
    taken_long_ago(
        "daemon long since",
        "args=(meeting,))",
        "args=(meeting,), daemon=True)",
        "it got daemon=True",
    ),
]
