"""Lists, numbers, Pythons and first sentences are put into words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shelf.words import (
    LONGEST,
    cleaned,
    counted,
    first_sentence,
    listed,
    nearest,
    python_order,
    pythons,
    version_words,
)

SUPPORTED = ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15", "3.15t"]


def test_pythons_stand_in_order() -> None:
    """By number and not by letter, the free-threaded build after its kin."""
    tags = ["3.15", "3.9", "3.14t", "3.14", "3.100", "3.9t"]

    assert sorted(tags, key=python_order) == ["3.9", "3.9t", "3.14", "3.14t", "3.15", "3.100"]


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ([], ""),
        (["3.14"], "3.14"),
        (["3.14", "3.13"], "3.13 and 3.14"),
        (["3.13", "3.12", "3.11", "3.12"], "3.11 to 3.13"),
        (["3.11", "3.12", "3.13", "3.15"], "3.11 to 3.13 and 3.15"),
        (["3.11", "3.13", "3.15"], "3.11, 3.13 and 3.15"),
        (SUPPORTED, "3.11 to 3.15, 3.14t and 3.15t"),
        (["3.15t", "3.14t"], "3.14t and 3.15t"),
        (["3.14", "3.15", "3.16"], "3.14 to 3.16"),
        (["3.13", "3.14", "3.16"], "3.13, 3.14 and 3.16"),
        (["3.9", "3.11", "3.12"], "3.9 to 3.12"),
    ],
)
def test_pythons_are_said_in_ranges(tags: list[str], words: str) -> None:
    """Three in a row are a range, and what is not supported leaves a gap only where one is."""
    assert pythons(tags, SUPPORTED) == words


@pytest.mark.parametrize(
    ("words", "row"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_stand_in_a_row(words: Sequence[str], row: str) -> None:
    assert listed(words) == row
    assert listed(words, "or") == row.replace(" and ", " or ")


def test_one_is_one_and_others_are_many() -> None:
    told = [counted(number, "cell") for number in (0, 1, 2, 1078)]

    assert told == ["0 cells", "1 cell", "2 cells", "1,078 cells"]


def test_the_nearest_names_are_offered() -> None:
    """At most three that come near; all where none does and there are few; else none."""
    near = ["bake_1", "bake_2", "bake_3", "bake_4", "stamp"]

    assert nearest("overlp", ("overlap", "in order")) == "; did you mean overlap?"
    assert nearest("bake_5", near).count(",") == 2
    assert "stamp" not in nearest("bake_5", near)
    assert nearest("qqq", [*"abcdefgh"]) == "; did you mean a, b, c, d, e, f, g, h?"
    assert nearest("qqq", [*"abcdefghi"]) == ""
    assert nearest("qqq", ()) == ""
    # half of the letters are enough: a word of which less is the same is no help
    assert nearest("abxx", ["abyy", *"cdefghijk"]) == "; did you mean abyy?"
    assert nearest("abxxx", ["abyyy", *"cdefghijk"]) == ""


@pytest.mark.parametrize(
    ("specifier", "words"),
    [
        (">= 3.14.2", "3.14.2 and later"),
        (">=3.13.8, !=3.14.0", "3.13.8 and later (not 3.14.0)"),
        (">=3.13,!=3.14.0, !=3.14.1", "3.13 and later (not 3.14.0 to 3.14.1)"),
        ("< 3.14", "3.13 and older"),
        ("<3.14.3", "releases before 3.14.3"),
        ("== 3.13.*", "3.13"),
        (">=3.13,<3.14", "3.13"),
        (">= 3.12 , < 3.15", "3.12 to 3.14"),
    ],
)
def test_a_specifier_is_said_in_words(specifier: str, words: str) -> None:
    """With blanks in it, too."""
    assert version_words(specifier) == words


@pytest.mark.parametrize(
    "specifier",
    [
        *(">=3.14,", "<3.14,!=3.13.1", "<3.14.3,!=3.13.1", "==3.13.*,!=3.13.1"),
        *(">=3.12,<3.14,!=3.13.1", ">=3.13.8,!=3.14.0,<3.15", ">=3.13,!=3.14.0,!=3.14.1,<4"),
        *("<=3.14", ">3.14", "==3.14.1", "!=3.14.0", ""),
    ],
)
def test_what_no_article_uses_is_given_back(specifier: str) -> None:
    """No part of a specifier is passed over."""
    assert version_words(specifier) == specifier


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It is short. Another follows.", "It is short. Another follows."),
        ("A lock keeps an update whole. Another.", "A lock keeps an update whole."),
        ("Does a lock keep\nan update whole?  Yes.", "Does a lock keep an update whole?"),
        ("A lock of Python 3.14 keeps it whole. No.", "A lock of Python 3.14 keeps it whole."),
        ("  A heading of its own #", "A heading of its own"),
        ("nothing ends it", "nothing ends it"),
    ],
)
def test_the_first_sentence_is_found(text: str, sentence: str) -> None:
    """A stop within a word or after a few letters ends none."""
    assert first_sentence(text) == sentence


def test_a_long_sentence_is_cut_after_a_word() -> None:
    """The longest that fits stays whole; of a longer one no half word is left."""
    words = "word " * 25
    fits = words + "12345"
    assert (len(fits), LONGEST) == (130, 130)

    assert first_sentence(fits) == fits
    assert first_sentence(fits + "6") == words.strip() + "…"
    assert first_sentence(f"{words}1234 678") == f"{words}1234…"
    assert first_sentence(f"{words}1234 678 9 and more") == f"{words}1234…"


def test_a_mark_at_the_end_of_a_heading_goes() -> None:
    assert cleaned("# One  #") == "# One"
    assert cleaned(" Two\n words ") == "Two words"
