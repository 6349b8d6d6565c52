"""A header is read, or told with its line and the cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shelf import Case, Cell, Condition, Expectation, Header, HeaderError, version_words
from shelf.header import Grow, Shown, read_header, split


def test_a_misspelt_key_names_the_nearest(program):
    """A header that is not understood is an error, never passed over."""
    sample = program("# /// script\n# [tool.sample]\n# expct = 'hang'\n# ///\n")

    with pytest.raises(
        HeaderError, match=r"subject.py:3: unknown key .*expct; did you mean expect"
    ):
        _ = sample.header


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("# /// script\n# [tool.sample]\n", 1, "does not close"),
        ("# /// script\n# [tool.sample\n# ///\n", 2, "not TOML"),
        ('# /// script\n# [tool.sample]\n# expect = "hangs"\n# ///\n', 3, "did you mean hang"),
        ('# /// script\n# [tool.sample]\n# expect = "error"\n# ///\n', 3, "go together"),
        ('# /// script\n# requires-python = "3.14+"\n# ///\n', 2, "write it as"),
        ("# /// script\n# [tool.sample]\n# limit = 0\n# ///\n", 3, "give seconds"),
        ('# /// script\n# [tool.sample]\n# arranged = "a gate"\n# ///\n', 3, "says both"),
        ('# /// script\n# [tool.sample]\n# use = "threads/a"\n# ///\n', 3, "says both"),
        ('# /// script\n# [tool.sample.grow]\n# item = "A"\n# ///\n', 3, "did you mean items"),
        ('# /// script\n# [tool.sample.grow]\n# invariant = "("\n# ///\n', 3, "no regular expr"),
        ('# /// script\n# [tool.sample.spared]\n# kil = "x"\n# ///\n', 3, "did you mean kill"),
        ('# /// script\n# [tool.sample.spared]\n# kill = ""\n# ///\n', 3, "gives no reason"),
        ('# /// script\n# [tool.sample]\n# shows = [{says = "x"}]\n# ///\n', 3, "not whole"),
        ('# /// script\n# [tool.sample]\n# shows = ["x"]\n# ///\n', 2, "is not a table"),
        ("# /// script\n# [tool.sample.variants.all]\n# limit = 1\n# ///\n", 2, "holds everywhere"),
        ('# /// script\n# [tool.sample]\n# systems = ["linus"]\n# ///\n', 3, "did you mean linux"),
        ("# /// script\n# ///\n# /// script\n# ///\n", 3, "two script headers"),
    ],
)
def test_an_unreadable_header_names_line_and_cure(program, block, line, message):
    """Whatever is wrong with a header, the message says where and what to write."""
    sample = program(block)

    with pytest.raises(HeaderError, match=rf"subject.py:{line}: .*{message}"):
        _ = sample.header


@pytest.mark.parametrize(
    ("specifier", "words"),
    [
        (">=3.14", "3.14 and later"),
        ("<3.14", "3.13 and older"),
        (">=3.13.8,!=3.14.0", "3.13.8 and later (not 3.14.0)"),
        (">=3.13.8,!=3.14.0,!=3.14.1,!=3.14.2", "3.13.8 and later (not 3.14.0 to 3.14.2)"),
        (">=3.12,<3.14", "3.12 to 3.13"),
        (">=3.12.5,<3.14", "3.12.5 to 3.13"),
        ("~=3.14", "~=3.14"),
    ],
)
def test_versions_are_said_in_words(specifier, words):
    """What a header says of versions can stand in a sentence."""
    assert version_words(specifier) == words


def test_what_is_shown_is_the_file_less_its_header(program):
    """A header without dependencies is a comment; one with them is the reader's too."""
    block = '# /// script\n# requires-python = ">=3.11"\n# ///\n'
    plain = program(f'{block}\n"""Shows."""\n')
    full = program('# /// script\n# dependencies = ["rich"]\n# ///\n"""Shows."""\n', "threads/full")

    assert plain.shown == '"""Shows."""\n'
    assert full.shown == full.source


WHOLE = """\
print(0)
# /// script
# requires-python = ">=3.12"
# dependencies = ["rich"]
#
# [tool.sample]
# expect = "error"
# error = "ValueError: # no"
# limit = 3
# gil = false
# systems = ["linux", "macos"]
# guard = false
# start-methods = ["fork"]
# arranged = "a gate"
# use = "threads/b"
# stage = "server"
# shows = [{says = "one", without = "with a:"}, {says = "two", without = "b.join()"}]
# [tool.sample.grow]
# items = "CAKES"
# workers = "COOKS"
# invariant = "^a+$"
# [tool.sample.spared]
# kill = "it has none"
# sigterm = "it is the plainest"
# [tool.sample.variants.older]
# python = "<3.14"
# gil = true
# start-method = ["fork", "spawn"]
# system = "macos"
# [tool.sample.variants.forked_2]
# start-method = "fork"
# expect = "killed"
# signal = "SIGKILL"
# ///

print(1)
"""


#: Tables that a header may have below its own keys.
OTHERS = """\
[tool.sample.variants.a]
python = "<3"
[tool.sample.grow]
items = "A"
[tool.sample.spared]
kill = "it has none"\
"""


def test_every_key_of_a_header_is_obeyed(program):
    """A variant takes from the usual case what it does not say, where it ends the same way."""
    error = Expectation("error", "ValueError: # no", "", 3.0, 0)

    assert program(WHOLE).header == Header(
        requires=Condition(">=3.12", False, (), ("linux", "macos")),
        dependencies=("rich",),
        expectation=error,
        variants=(
            Case("older", Condition("<3.14", True, ("fork", "spawn"), ("macos",)), error),
            Case(
                "forked_2",
                Condition(start_methods=("fork",)),
                Expectation("killed", "", "SIGKILL", 60.0, 0),
            ),
        ),
        guard=False,
        start_methods=("fork",),
        arranged="a gate",
        use="threads/b",
        grow=Grow("CAKES", "COOKS", "^a+$"),
        spared=(("kill", "it has none"), ("sigterm", "it is the plainest")),
        shows=(Shown("one", "with a:"), Shown("two", "b.join()")),
        stage="server",
    )


@pytest.mark.parametrize("source", ["", "print(1)\n", "# /// script\n# ///\n"])
def test_without_a_header_all_is_usual(program, source):
    """It is to end well within a minute, has the guard, and is shown as it stands."""
    header = program(source).header
    condition = Condition("", None, (), ())
    usual = Expectation("ok", "", "", 60.0, 0)

    assert header == Header(condition, (), usual, (), True, (), "", "", Grow("", "", ""), (), ())
    assert (header.stage, header.cases) == ("", (Case("", condition, usual),))
    assert {**vars(header)} == {**vars(Header())}


def test_a_header_is_taken_out_with_the_blank_lines_behind_it():
    block = "# /// script\n#\n# a = 1\n# ///\n"

    assert split(f"#!x\n{block}\n\nprint(1)\n") == (block, "#!x\nprint(1)\n")
    assert split("print(1)\n") == ("", "print(1)\n")


def test_the_first_variant_that_holds_is_the_case(program):
    """Else it is the usual one."""
    header = program(WHOLE).header
    cells = [
        Cell("3.13.1", True, "spawn", "macos"),
        Cell("3.13.1", True, "fork", "macos"),
        Cell("3.14.1", False, "fork", "linux"),
        Cell("3.14.1", False, "spawn", "linux"),
    ]

    assert [header.case(cell).name for cell in cells] == ["older", "older", "forked_2", ""]
    assert header.cases[0] == Case("", header.requires, header.expectation)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("limit = 600", ("ok", 600.0, 0)),
        ("limit = 0.5", ("ok", 0.5, 0)),
        ("status = 255", ("ok", 60.0, 255)),
        ("status = 0", ("ok", 60.0, 0)),
        ('expect = "hang"', ("hang", 2.0, 0)),
        ('expect = "hang"\n# limit = 1', ("hang", 1.0, 0)),
    ],
)
def test_what_stands_at_its_bound_is_obeyed(program, lines, value):
    """A limit, a status, and the limit that an outcome has by itself."""
    found = program(f"# /// script\n# [tool.sample]\n# {lines}\n# ///\n").header.expectation

    assert (found.outcome, found.limit, found.status) == value
    assert isinstance(found.limit, float)


def test_a_variant_that_ends_otherwise_has_a_limit_of_its_own(program):
    """One that says how it ends has it too; one that says nothing takes that of the usual case."""
    variants = ['expect = "hang"', 'expect = "ok"', ""]
    table = "".join(
        f'# [tool.sample.variants.v{n}]\n# python = "<3.1{n}"\n# {line}\n'
        for n, line in enumerate(variants)
    )
    sample = program(f"# /// script\n# [tool.sample]\n# limit = 7\n# status = 3\n{table}# ///\n")

    found = [case.expectation for case in sample.header.cases]
    assert [(one.limit, one.status) for one in found] == [(7, 3), (2, 0), (60, 3), (7, 3)]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (("killed", 'signal = "SIGABRT"'), ("error", 'error = "OSError"')),
        (("error", 'error = "OSError"'), ("killed", 'signal = "SIGABRT"')),
        (("killed", 'signal = "SIGABRT"'), ("hang", "limit = 3")),
        (("error", 'error = "OSError"'), ("ok", "limit = 3")),
        (("ok", "status = 3"), ("error", 'error = "OSError"')),
    ],
)
def test_a_variant_that_ends_otherwise_takes_no_word_of_the_usual_end(program, usual, other):
    """Neither its error, nor its signal, nor its status."""
    head, table = (f'# expect = "{how}"\n# {word}\n' for how, word in (usual, other))
    where = '# [tool.sample.variants.other]\n# python = "<3.13"\n'
    found = program(f"# /// script\n# [tool.sample]\n{head}{where}{table}# ///\n").header.cases

    for case, (outcome, word) in zip(found, (usual, other), strict=True):
        end = case.expectation
        said = {"error": "", "signal": "", "status": 0}
        key, _, value = word.partition(" = ")
        if key in said:
            said[key] = json.loads(value)
        assert end.outcome == outcome
        assert {name: getattr(end, name) for name in said} == said


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("[tool.sample]\nlimit = 600.1", 3, "limit is 600.1; give seconds, above 0"),
        ("[tool.sample]\nlimit = true", 3, "limit is True; give seconds"),
        ('[tool.sample]\nlimit = "3"', 3, "limit is '3'; give seconds"),
        ("[tool.sample]\nlimit = -1", 3, "limit is -1; give seconds"),
        ("[tool.sample]\nstatus = 256", 3, "status is 256; give a number up to 255"),
        ("[tool.sample]\nstatus = -1", 3, "status is -1; give a number"),
        ("[tool.sample]\nstatus = true", 3, "status is True; give a number"),
        ("[tool.sample]\nstatus = 1.0", 3, "status is 1.0; give a number"),
        (
            '[tool.sample]\nexpect = "hang"\nstatus = 1',
            4,
            'tool.sample.status is that of a program that ends well; see "expect"',
        ),
        ('[tool.sample]\nerror = "X"', 3, 'expect = "error" and tool.sample.error .*go together'),
        ('[tool.sample]\nsignal = "SIGKILL"', 3, "signal = .* go together"),
        ('[tool.sample]\nexpect = "killed"', 3, "signal = .* go together"),
        (
            '[tool.sample]\nexpect = "killed"\nsignal = "SIGKIL"',
            4,
            "tool.sample.signal is 'SIGKIL'; did you mean SIGKILL",
        ),
        ("[tool.sample]\nerror = 3", 3, "error is 3; give text in quotes"),
        ("[tool.sample]\ngil = 1", 3, "gil is 1; give true or false"),
        ('[tool.sample]\nguard = "no"', 3, "guard is 'no'; give true or false"),
        ("[tool.sample]\nsystems = 3", 3, "systems is 3; give a list of names"),
        ("[tool.sample]\nsystems = [3]", 3, r"systems is \[3\]; give a list of names"),
        ('dependencies = {a = "b"}', 2, "dependencies is .*; give a list of names"),
        ('[tool.sample]\nstart-methods = "fork "', 3, "start-methods names 'fork '; did you mean"),
        ('a = 1\nrequires-python = ">=3.11"', 2, "unknown key a"),
        ("tool = 3", 2, "tool is not a table$"),
        ("[tool]\nsample = 3", 3, "tool.sample is not a table$"),
        ("[tool.sample]\nvariants = 3", 3, "tool.sample.variants is not a table$"),
        ("[tool.sample]\ngrow = 3", 3, "tool.sample.grow is not a table$"),
        ("[tool.sample.variants]\na = 3", 1, "tool.sample.variants.a is not a table$"),
        # each is looked for in its own table, whatever else is there
        ('requires-python = "3"\n[tool.sample]\nguard = true', 2, "requires-python is '3'; write"),
        ("dependencies = 3\n[tool.sample]\nguard = true", 2, "dependencies is 3; give a list"),
        (f"[tool.sample]\nguard = 3\n{OTHERS}", 3, "guard is 3; give"),
        (f"[tool.sample]\nstage = 3\n{OTHERS}", 3, "stage is 3; give"),
        (f'[tool.sample]\nstart-methods = "frk"\n{OTHERS}', 3, "start-methods names 'frk'"),
        (f"[tool.sample]\nshows = {{says = ''}}\n{OTHERS}", 3, "not whole"),
        ("[tool.sample.spared]\nkill = '  '", 3, "spared.kill gives no reason"),
        ("[tool.sample.spared]\nkill = 3", 3, "kill is 3; give text in quotes"),
        ("[tool.sample]\nshows = [{says = ' ', without = 'x'}]", 3, "not whole"),
        ("[tool.sample]\nshows = [{says = 'x', without = ' '}]", 3, "not whole"),
        ("[tool.sample]\nshows = [{without = 'x'}]", 3, "not whole"),
        ("[tool.sample]\nshows = [{say = 'x'}]", 2, "unknown key tool.sample.shows.say; did"),
        ("[tool.sample]\nshows = [3]", 2, "tool.sample.shows is not a table$"),
        ("[tool.sample]\nexpct = 3", 3, "unknown key tool.sample.expct; did"),
        ("[tool.sample.spared]\nkil = 'x'", 3, "unknown key tool.sample.spared.kil; did"),
        ("[tool.sample.grow]\nitem = 3", 3, "unknown key tool.sample.grow.item; did"),
        ('[tool.sample.variants.Older]\npython = "<3"', 2, "variant name 'Older'; use lower"),
        ('[tool.sample.variants.a-b]\npython = "<3"', 2, "variant name 'a-b'; use lower"),
        ('[tool.sample.variants.a]\npythn = "<3"', 3, "unknown key tool.sample.variants.a.pythn"),
        ("[tool.sample.variants.a]\nlimit = 1", 2, "tool.sample.variants.a holds everywhere; na"),
        ('[tool.sample.variants.a]\nsystem = "linus"', 3, "system names 'linus'"),
        (
            '[tool.sample]\nlimit = 3\n[tool.sample.variants.a]\npython = "<3"\nlimit = 0',
            6,
            "tool.sample.variants.a.limit is 0; give",
        ),
        ('[tool.sample]\nexpect = "ok"\nxlimit = 3\nlimit = 0', 4, "unknown key tool.sample.xlim"),
        ("[tool.sample]\na = = 3", 3, r"is not TOML: Invalid value$"),
        ("[tool.sample]\na = '", 1, r"is not TOML: .*document"),
    ],
)
def test_what_cannot_be_obeyed_is_told_with_its_line(program, block, line, message):
    """Wherever the header stands in the file."""
    lines = "".join(f"# {one}\n" for one in block.split("\n"))
    for before in ("", "\n", '"""One."""\n\n'):
        sample = program(f"{before}# /// script\n{lines}# ///\n")
        at = line + before.count("\n")
        with pytest.raises(HeaderError, match=rf"subject.py:{at}: .*{message}"):
            _ = sample.header


def test_an_empty_line_of_a_header_is_a_line():
    """Of a mark alone."""
    with pytest.raises(HeaderError, match=r"x.py:4: the script header is not TOML"):
        read_header("# /// script\n#\n# a = 1\n# b = =\n# ///\n", Path("x.py"))


def test_a_header_that_does_not_close_is_told_how_to():
    """Wherever it opens."""
    cure = r"it begins with '# /// script', .* and it ends with '# ///'$"
    with pytest.raises(HeaderError, match=rf"x.py:2: a script header that does not close; {cure}"):
        read_header("print(1)\n# /// script\nprint(2)\n", Path("x.py"))
    with pytest.raises(HeaderError, match=r"x.py:4: two script headers; keep one$"):
        read_header("\n# /// script\n# ///\n# /// script\n# ///\n", Path("x.py"))
