"""A header is read, or told with its line and the cure."""

from __future__ import annotations

import pytest

from shelf import HeaderError, version_words


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
        ('# /// script\n# [tool.sample]\n# shows = ["x"]\n# ///\n', 1, "is not a table"),
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
