"""Faults that are seen when a page is read."""

from __future__ import annotations

from tests.drill.look import drawn, pages
from tests.drill.plant import Case, add, both, copy, edit, rename

INDEX, WRONG = "docs/threads/index.md", "docs/threads/wrong.md"
TALLY = "snippets/threads/tally.py"
BROKEN_FIRST = "```sample\nthreads/no_guest_broken\n```\n"
RIGHT_NEXT = '```sample lines="6-7"\nthreads/no_guest\n```\n'
PAIR = '```pair lines="8-10"\nthreads/standstill_broken\n'


def says(text: str) -> str:
    """A paragraph to be added to a page."""
    return f"\n{text}\n"


def fence(language: str, text: str, mark: str = "```") -> str:
    """A fence to be added to a page."""
    return f"\n{mark}{language}\n{text}\n{mark}\n"


#: Seen when a page is read.
READING = [
    Case(
        "stem renamed",
        rename(TALLY, "snippets/threads/vote_count.py"),
        pages("known_stems"),
        (
            "docs/threads/index.md:10: there is no program 'threads/tally'",
            "write threads/tally_broken",
        ),
    ),
    Case(
        "unused snippet",
        copy(TALLY, "snippets/threads/idle_hands.py"),
        pages("one_place_each"),
        (
            "snippets/threads/idle_hands.py:1: no page shows this program",
            "show it where it is talked about, in a sample fence that names threads/idle_hands",
        ),
    ),
    Case(
        "program on two pages",
        add(INDEX, fence("sample", "threads/standstill")),
        pages("one_place_each"),
        ("threads/standstill stands at docs/threads/index.md:", "docs/threads/wrong.md:"),
    ),
    Case(
        "right program not next",
        both(
            edit(WRONG, BROKEN_FIRST, ""), edit(WRONG, RIGHT_NEXT, RIGHT_NEXT + "\n" + BROKEN_FIRST)
        ),
        pages("right_after_broken"),
        ("after threads/no_guest_broken comes threads/standstill_broken, not threads/no_guest",),
    ),
    Case(
        "pair in two fences",
        edit(WRONG, PAIR, "```sample\nthreads/standstill_broken\n```\n\n```sample\n"),
        pages("pairs_are_one_figure"),
        (
            "docs/threads/wrong.md:17: threads/standstill_broken and threads/standstill stand",
            "```pair, threads/standstill_broken, threads/standstill",
        ),
    ),
    Case(
        "name changed in one half of a pair",
        both(
            edit("snippets/threads/standstill_broken.py", "def enter", "def go_in"),
            edit("snippets/threads/standstill_broken.py", "print(enter())", "print(go_in())"),
        ),
        pages("pairs_differ_on_purpose"),
        (
            "snippets/threads/standstill_broken.py:13: it differs in more than it says:"
            " go_in is enter in threads/standstill",
            "give it one name in both: enter",
        ),
    ),
    Case(
        "halves of a pair the wrong way round",
        edit(WRONG, PAIR + "threads/standstill\n", "```pair\nthreads/standstill\n"),
        drawn("threads/wrong"),
        (
            "docs/threads/wrong.md:17: a pair fence names a broken program and below it the right",
            "threads/standstill_broken, then threads/standstill",
        ),
    ),
    Case(
        "program too far down",
        edit(INDEX, "A lock keeps both.", "A lock keeps both. " + "And so on. " * 30),
        pages("program_first"),
        ("docs/threads/index.md:6: 107 words stand before the first program, at most 80",),
    ),
    Case(
        "region of a fence typed by hand",
        add(
            INDEX,
            fence(
                "python",
                "voters = []\nfor voter in voters:\n    voter.start()\n"
                "for voter in voters:\n    voter.join()",
            ),
        ),
        pages("typed_by_hand"),
        ("a region of threads/tally typed by hand", "docs/threads/index.md:"),
    ),
    Case(
        "output typed by hand",
        add(INDEX, fence("text", "votes that were counted: 2")),
        pages("typed_by_hand"),
        ("what threads/tally prints, typed by hand",),
    ),
    Case(
        "Python under another name in a list",
        edit(INDEX, "    ```python", "    ```py"),
        pages("spelt_as_python"),
        ("docs/threads/index.md:26: Python in a fence called 'py'", "write ```python"),
    ),
    Case(
        "Python between tildes",
        add(INDEX, fence("python", "print(1)", "~~~")),
        pages("spelt_as_python"),
        ("a fence of ~~~",),
    ),
    Case(
        "Python in a fence of text",
        add(INDEX, fence("text", "import this")),
        pages("spelt_as_python"),
        ("Python in a fence called 'text'",),
    ),
    Case(
        "fence that does not close",
        add(INDEX, "\n```text\nand so on"),
        pages("fences_are_whole"),
        ("a fence that does not close",),
    ),
    Case(
        "version typed by hand",
        add(INDEX, says("This needs Python 3.13.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: 'Python 3.13'", "docs/threads/index.md:"),
    ),
    Case(
        "factor typed by hand",
        add(INDEX, says("Threads make this three times faster.")),
        pages("no_typed_numbers"),
        (
            "a factor typed by hand: 'three times faster'",
            "say what the program shows in words, or name a measured number: [[stem.key]]",
        ),
    ),
    Case(
        "version typed as code",
        add(INDEX, says("This needs `3.14`.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.14'", "docs/threads/index.md:"),
    ),
    Case(
        "duration typed as code",
        add(INDEX, says("This takes `5 ms`.")),
        pages("no_typed_numbers"),
        ("a duration typed by hand: '5 ms'",),
    ),
    Case(
        "version typed as an entity",
        add(INDEX, says("This needs 3&#46;14.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.14'",),
    ),
    Case(
        "version half in bold",
        add(INDEX, says("This needs **3**.15.")),
        pages("no_typed_numbers"),
        ("a Python version typed by hand: '3.15'",),
    ),
    Case(
        "output under a command",
        add(INDEX, fence("console", "$ python tally.py\nthree votes")),
        pages("only_commands"),
        ("a line of a console fence that is no command: 'three votes'",),
    ),
    Case(
        "command in a fence of text",
        add(INDEX, fence("text", "$ python tally.py\nthree votes")),
        pages("only_commands"),
        ("a command in a fence called 'text'",),
    ),
    Case(
        "Python in a fence of settings",
        add(INDEX, fence("ini", "while True:\n    ballot_box = 1")),
        pages("spelt_as_python"),
        ("Python in a fence called 'ini'",),
    ),
    Case(
        "output drawn in HTML",
        add(INDEX, says('<div style="white-space:pre">three votes</div>')),
        pages("no_raw_html"),
        ("docs/threads/index.md:", 'raw HTML: <div style="white-space:pre">'),
    ),
    Case(
        "file among the pages",
        add("docs/threads/tally.txt", "three votes\n"),
        pages("only_pages"),
        ("docs/threads/tally.txt:1: is no page",),
    ),
    Case(
        "guide that leads nowhere",
        add("README.md", "# One\n\nSee [the rules](CONTRIBUTING.md).\n"),
        pages("guides_lead_somewhere"),
        ("README.md:3: the link 'CONTRIBUTING.md' finds no CONTRIBUTING.md",),
    ),
    Case(
        "guide that leads to no heading",
        add("README.md", "# One rule\n\nSee [the rule](README.md#one-rul).\n"),
        pages("guides_lead_somewhere"),
        ("finds no heading #one-rul; did you mean one-rule?",),
    ),
    Case(
        "word that belittles",
        add(INDEX, says("Simply take the lock.")),
        pages("no_belittling_words"),
        ("the word 'Simply'",),
    ),
    Case(
        "three callouts",
        add(INDEX, "\n!!! note\n    One more.\n\n??? tip\n    And another.\n"),
        pages("few_callouts"),
        ("docs/threads/index.md:", "3 callouts, at most 2"),
    ),
    Case(
        "directive of snippets",
        add(INDEX, says('--8<-- "snippets/threads/tally.py"')),
        pages("no_snippets_directive"),
        ("a directive of pymdownx.snippets",),
    ),
    Case(
        "page missing from the nav",
        edit("mkdocs.yml", "  - threads/wrong.md\n", ""),
        pages("nav_is_complete"),
        ("docs/threads/wrong.md stands in the nav nowhere",),
    ),
    Case(
        "nav names no page",
        edit("mkdocs.yml", "  - threads/wrong.md\n", "  - threads/wrong.md\n  - threads/rong.md\n"),
        pages("nav_is_complete"),
        ("the nav names threads/rong.md, which is no page; did you mean threads/wrong.md",),
    ),
    Case(
        "nav out of order",
        edit(
            "mkdocs.yml",
            "  - threads/index.md\n  - threads/wrong.md\n",
            "  - threads/wrong.md\n  - threads/index.md\n",
        ),
        pages("nav_is_in_order"),
        (
            "expected threads/index.md as the first page of its topic, seen threads/wrong.md",
            "in mkdocs.yml, move threads/index.md above threads/wrong.md",
        ),
    ),
    Case(
        "nav with a long list",
        edit(
            "mkdocs.yml",
            "  - threads/wrong.md\n",
            "  - threads/wrong.md\n" + "".join(f"  - threads/page-{n}.md\n" for n in range(8)),
        ),
        pages("nav_is_in_groups"),
        ("threads has 10 pages in one list (the nav), at most 8", "move threads/page-7.md into"),
    ),
    Case(
        "placeholder left",
        edit(INDEX, "A lock keeps both.", "Still to be written: the cure."),
        pages("nothing_unwritten"),
        ("docs/threads/index.md:4: still to be written: the cure",),
    ),
    Case(
        "front matter that is no YAML",
        edit(INDEX, "# Count votes", "---\nalso: ballots, init: true\n---\n\n# Count votes"),
        pages("front_matter_is_read"),
        (
            "docs/threads/index.md:1: its front matter is no YAML: mapping values",
            "the value without a colon and a space in it",
        ),
    ),
    Case(
        "folded program with nothing lit",
        edit(INDEX, '```sample lines="11-12"', "```sample"),
        pages("folded_are_lit"),
        (
            "docs/threads/index.md:10: threads/tally stands folded, and no line of it is lit",
            'give the fence the lines that the text is about: ```sample lines="7-9"',
        ),
    ),
    Case(
        "folded pair with nothing lit",
        edit(WRONG, ' lines="8-10"', ""),
        pages("folded_are_lit"),
        ("docs/threads/wrong.md:17: threads/standstill_broken stands folded",),
    ),
    Case(
        "docstring and imports lit",
        edit(INDEX, 'lines="11-12"', 'lines="1-3"'),
        pages("what_is_lit_does_something"),
        ("docs/threads/index.md:10: of threads/tally it lights a docstring or imports alone",),
    ),
    Case(
        "line lit that is not there",
        edit(INDEX, 'lines="11-12"', 'lines="11-99"'),
        drawn("threads/index"),
        ("docs/threads/index.md:10: ", "make test ONLY=threads/index"),
    ),
]
