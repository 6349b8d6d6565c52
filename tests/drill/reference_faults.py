"""Faults in what people look up: messages, myths, names, and what the search finds."""

from __future__ import annotations

from tests.drill.look import browser, drawn, pages, site
from tests.drill.plant import Case, Plant, add, both, edit, hook, remove

INDEX = "docs/threads/index.md"
DRAWN = drawn("threads/index")
OLDER = '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# ///\n'
TOLD = "Cause\n:   Nobody asked her.\n\nCure\n:   Ask her.\n"


def message(told: str, words: str = "") -> Plant:
    """Add a message to a page, and what is told of it."""
    return add(INDEX, f"\n```message{words}\nthreads/no_guest_broken\n```\n\n{told}")


#: Seen when a page is read.
READING = [
    Case(
        "message without a cure",
        message(TOLD.partition("\nCure")[0]),
        pages("each_has_cause_and_cure"),
        ("the message of threads/no_guest_broken is not followed by one cause and one cure",),
    ),
    Case(
        "message without a cause",
        message("Cure" + TOLD.partition("\nCure")[2]),
        pages("each_has_cause_and_cure"),
        ("docs/threads/index.md:", "write below it 'Cause', ':   ' and one sentence"),
    ),
    Case(
        "message whose words no program prints",
        message(TOLD, ' words="Zoe"'),
        DRAWN,
        ("no transcript of threads/no_guest_broken holds the words 'Zoe'",),
    ),
    Case(
        "term that leads nowhere",
        add("docs/glossary.md", "\n## Tally\n\nWhat the votes add up to.\n"),
        pages("terms_are_linked"),
        ("'tally' is used here first", "write [tally](../glossary.md#tally)"),
    ),
    Case(
        "term of a myth that leads nowhere",
        both(
            add("docs/glossary.md", "\n## Tally\n\nWhat the votes add up to.\n"),
            add("docs/myths.md", "# Myths\n\n### “Votes are counted”\n\nA tally counts none.\n"),
        ),
        pages("terms_are_linked"),
        ("docs/myths.md:5: 'tally' is used here first", "write [tally](glossary.md#tally)"),
    ),
    Case(
        "term that is linked again",
        both(
            add("docs/glossary.md", "\n## Tally\n\nWhat the votes add up to.\n"),
            add(INDEX, "\nA [tally](../glossary.md#tally) is a [tally](../glossary.md#tally).\n"),
        ),
        pages("terms_are_linked_once"),
        ("[tally](../glossary.md#tally) is one more link", "write the word alone"),
    ),
    Case(
        "myth without a program",
        add(
            INDEX,
            "\n### “A lock counts”\n\nYou do.\n\n```myth\nthreads/tally\n```\n"
            "\n### “Votes count themselves”\n\nThey do not.\n",
        ),
        pages("each_myth_has_a_program"),
        ("0 programs stand below this myth, expected one after a sentence",),
    ),
    Case(
        "name that does not exist",
        add(INDEX, "\nAsk `lock.acquire_now()` for it.\n"),
        pages("names_exist"),
        ("acquire_now is found nowhere", "docs/threads/index.md:", "correct the name"),
    ),
    Case(
        "class with a letter in the wrong case",
        add(INDEX, "\nTake a `ThreadpoolExecutor`.\n"),
        pages("names_exist"),
        ("ThreadpoolExecutor is found nowhere", "did you mean ThreadPoolExecutor, "),
    ),
    Case(
        "version beside another fact",
        both(
            edit("snippets/threads/tally.py", '"""A lock', OLDER + '"""A lock'),
            add(INDEX, "\nIt was so on [[threads/tally.older]], up to `(3, 12)`.\n"),
        ),
        pages("versions_are_those_of_the_fact"),
        ("types 3.12 beside a fact of threads/tally, whose header says <3.14", INDEX),
    ),
    Case(
        "link that leads to another section",
        edit(
            INDEX,
            "[What goes wrong at the door](wrong.md#at-the-door)",
            "[The glossary](wrong.md#at-the-door)",
        ),
        pages("ways_lead_to_what_they_say"),
        ("'The glossary' share no word", "docs/threads/index.md:", "wrong.md#at-the-door"),
    ),
]

#: Seen in the site, whatever generator and theme did.
BUILDING = [
    Case(
        "message that no transcript holds",
        both(
            message(TOLD),
            hook(
                "def on_page_content(html, **more):\n"
                "    return re.sub('(<samp[^>]*>KeyError: )', r'\\1no ', html)\n"
            ),
        ),
        site("messages_are_recorded"),
        ("no transcript of threads/no_guest_broken holds \"KeyError: no 'Ada'\"",),
    ),
    Case(
        "lines joined that no program joined",
        both(
            add(INDEX, "\n### “All are asked”\n\nNo.\n\n```myth\nthreads/no_guest_broken\n```\n"),
            edit("theme/parts/myth.py", "number == before + 1", "number > before"),
        ),
        site("messages_are_recorded"),
        ("no transcript of threads/no_guest_broken holds \"Bob has room 7 KeyError: 'Ada'\"",),
    ),
    Case(
        "name that the index lacks",
        edit("theme/registers/names.py", "setdefault(name, [])", "setdefault(name[:-1], [])"),
        site("names_are_listed"),
        ("the index of names lacks threading.Barrier", "look at theme/registers/names.py"),
    ),
    Case(
        "counts that the record does not hold",
        edit("theme/parts/tested.py", "run.methods(PASSED)) for", "run.methods(PASSED)) * 3 for"),
        site("the_counts_are_those_of_the_record"),
        ("expected 6 for Passed, seen '18 runs'", "theme/parts/tested.py counts"),
    ),
    Case(
        "landing page without the errors",
        edit("docs/index.md", "[its cause](errors/index.md)", "its cause"),
        site("every_way_in_leads_on"),
        ("docs/index.md:1", "the landing page does not lead to errors/"),
    ),
    Case(
        "page that the search does not find",
        both(
            remove("tests/queries.toml"),
            add("tests/queries.toml", '[[query]]\ntyped = "count votes"\npage = "glossary/"\n'),
        ),
        browser("tests/test_search.py::test_what_people_ask_leads_to_the_answer[0]"),
        ("'count votes' finds threads/, ", "and not glossary/", "write it in the page's words"),
    ),
]
