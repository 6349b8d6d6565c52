"""Faults in what was measured, and in numbers that nobody measured."""

from __future__ import annotations

from tests.drill.look import drawn, pages, shelf, site
from tests.drill.plant import Case, add, both, copy, edit, hook

PROGRAM = "snippets/threads/tally_timing.py"
INDEX = "docs/threads/index.md"
CHART = """
```chart clock="one vote"
threads/tally_timing
count: to count one vote

To count a vote takes [[threads/tally_timing.count | 1..2 ms]].
```
"""
RECORD = "snippets/threads/tally_timing.3.14.json"
OTHER = RECORD.replace("3.14", "3.14t")
DRAWN = drawn("threads/index")

MEASURED = [
    Case(
        "record that makes a claim false",
        edit(RECORD, "[0.0015, 0.0015]", "[0.0095, 0.0095]"),
        DRAWN,
        ("docs/threads/index.md:44: ", "lies outside 1..2 ms, so the sentence would be false"),
    ),
    Case(
        "number changed in a record",
        edit(RECORD, "[0.0015, 0.0015]", "[0.0014, 0.0014]"),
        shelf("as_they_were_written"),
        (f"{RECORD}:1", "its seal does not fit", "make measure ONLY=threads/tally_timing"),
    ),
    Case(
        "key that was not measured",
        edit("docs/threads/index.md", "tally_timing.count |", "tally_timing.cuont |"),
        DRAWN,
        ("docs/threads/index.md:44: ", "has no 'cuont'", "did you mean count?"),
    ),
    Case(
        "chart with a most that limits nothing",
        add(INDEX, CHART.replace("chart ", 'chart over="count" most="sky" ', 1)),
        DRAWN,
        ("most= is 'workers' or 'cores', and stands beside over=",),
    ),
    Case(
        "record of an older program",
        edit(PROGRAM, "sum([1])", "sum([1, 1])"),
        shelf("was_measured"),
        (f"{RECORD} was measured by another version of its program", "make measure ONLY=threads/"),
    ),
    Case(
        "older program on a page",
        edit(PROGRAM, "sum([1])", "sum([1, 1])"),
        DRAWN,
        ("docs/threads/index.md:44: ", "was measured by another version of its program"),
    ),
    Case(
        "record made under load",
        edit(RECORD, '"load_before": 0.2', '"load_before": 7.5'),
        shelf("was_measured"),
        ("was measured while the load was 7.5 on 2 cores",),
    ),
    Case(
        "record made while the host took time",
        edit(RECORD, '"stolen": 0.0', '"stolen": 0.3'),
        shelf("was_measured"),
        ("was measured while the host took 30.0% of the processors, more than 1%",),
    ),
    Case(
        "empty record",
        edit(RECORD, "[0.0015, 0.0015]", "[]"),
        shelf("was_measured"),
        (f"{RECORD}: holds no measurements",),
    ),
    Case(
        "number typed into the built page",
        hook(
            "def on_page_content(html, **more):\n"
            "    return html.replace('A lock keeps both.', 'A lock takes <b>5</b> ms.')\n"
        ),
        site("no_number_by_hand"),
        ("a duration that no record knows: '5 ms'", "(built as threads/index.html)"),
    ),
    Case(
        "number changed on the built page",
        hook("def on_page_content(html, **more):\n    return html.replace('1.5', '1.1')\n"),
        site("numbers_are_the_records"),
        ("stands for threads/tally_timing.count, which is 0.0015 in the file",),
    ),
    Case(
        "chart that says something else aloud",
        both(
            add(INDEX, CHART),
            hook(
                "def on_page_content(html, **more):\n"
                "    return html.replace('aria-label=\"To count', 'aria-label=\"Not to count')\n"
            ),
        ),
        site("charts_say_what_they_show"),
        ("the chart of threads/tally_timing says another sentence",),
    ),
    Case(
        "number of something else",
        both(edit(INDEX, "# Count votes", "# Votes"), edit(INDEX, "Counting a", "Casting a")),
        pages("numbers_stand_with_their_words"),
        (f"{INDEX}:44: ", "shows 'count' of [[threads/tally_timing.count]] where no word of it"),
    ),
    Case(
        "bounds that hold whatever is measured",
        edit(INDEX, "1..2 ms", "1 µs..9 s"),
        pages("bounds_say_something"),
        (f"{INDEX}:44: ", "are 1 µs..9 s, more than 25 times from low to high"),
    ),
    Case(
        "number without bounds",
        edit(INDEX, "count | 1..2 ms", "count"),
        pages("bounds_say_something"),
        (f"{INDEX}:44: ", "[[threads/tally_timing.count]] has no bounds"),
    ),
    Case(
        "label of another figure",
        add(INDEX, CHART.replace("count: to count one vote", "count: a thread")),
        pages("labels_name_their_figures"),
        ("labels count 'a thread', which lacks count",),
    ),
    Case(
        "number of another figure",
        both(
            edit(RECORD, '"name": "count"', '"name": "cast"'),
            copy(RECORD, OTHER),
            edit(OTHER, '"name": "cast"', '"name": "count"'),
            edit(INDEX, "Counting a vote takes", "Casting a vote takes"),
            edit(INDEX, "# Count votes", "# Votes"),
        ),
        pages("numbers_are_of_whom_the_sentence_names"),
        ("shows 'count' of threads/tally_timing where 'cast' is spoken of",),
    ),
    Case(
        "clock of another program",
        both(add(INDEX, CHART), add(INDEX, CHART.replace("one vote", "one call of map"))),
        pages("clocks_are_of_their_program"),
        ("says 'one call of map' of the clock of threads/tally_timing", "another chart 'one vote'"),
    ),
    Case(
        "clock that the program does not know",
        add(INDEX, CHART.replace("one vote", "an opened window", 1)),
        pages("clocks_are_of_their_program"),
        ("says 'an opened window' of the clock", "which has no word of that"),
    ),
    Case(
        "record of another machine",
        both(copy(RECORD, OTHER), edit(OTHER, '"cores": 2', '"cores": 64')),
        pages("records_come_from_one_machine"),
        ("the records of threads/tally_timing differ in cores: 3.14: 2, 3.14t: 64",),
    ),
    Case(
        "another number of cores",
        add(INDEX, CHART.replace("To count a vote takes", "On the four cores a count takes")),
        pages("cores_are_those_of_the_record"),
        ("says 'the four cores', and threads/tally_timing was measured on 2",),
    ),
]
