"""A myth is answered by what a program did: in its last lines, in each case, or by its silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from theme.parts.myth import MOST, said

TRACEBACK = """\
begins
Traceback (most recent call last):
  File "till.py", line 3, in put
    raise ValueError("closed")
ValueError: closed
"""
MANY = "".join(f"line {number}\n" for number in range(1, 10))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("\n \n", []),
        ("one\n", ["one"]),
        ("one\ntwo\n\nthree\n", ["one\ntwo\n\nthree"]),
        (TRACEBACK, ["begins", "ValueError: closed"]),
        (TRACEBACK.removeprefix("begins\n"), ["ValueError: closed"]),
        (TRACEBACK + "goes on\n", ["begins", "ValueError: closed\ngoes on"]),
        (MANY, ["line 4\nline 5\nline 6\nline 7\nline 8\nline 9"]),
    ],
)
def test_the_last_lines_speak_without_frames(text: str, pieces: list[str]) -> None:
    """In pieces that the program printed as they stand."""
    assert MOST == 6
    assert said(text) == pieces


def myth(draw: Callable[..., BeautifulSoup], checkout: Path, text: str) -> BeautifulSoup:
    """What stands for the program that printed `text`."""
    transcript = checkout / "snippets/threads/greet.txt"
    transcript.write_text(f"$ python greet.py\n{text}")
    return draw("# It is so\n\n```sample\nthreads/greet\n```\n\n```myth\nthreads/greet\n```\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TRACEBACK, "begins\n…\nValueError: closed"),
        ("one < two\n", "one < two"),
        ("", "prints nothing, and ends as if all were well"),
    ],
)
def test_what_it_printed_answers(
    draw: Callable[..., BeautifulSoup], checkout: Path, text: str, words: str
) -> None:
    """And where it printed nothing, that does; a single case needs no label."""
    part = myth(draw, checkout, text).select_one("div.myth")
    assert part

    (outcome,) = part.select("p.message-text")
    assert outcome.get_text() == words
    assert len(outcome.select("samp")) == len(said(text))
    assert not part.select(".message-where")
    assert part.select_one(".myth-program a code").get_text() == "greet"


def test_each_case_answers_for_itself(draw: Callable[..., BeautifulSoup]) -> None:
    """With the Pythons that it is of, and how it ended where that is not well."""
    page = draw("# It is so\n\n```myth\nthreads/newer\n```\n")
    told = [
        (p.select_one(".message-where").get_text(), p.samp.get_text(), p.em and p.em.get_text())
        for p in page.select("div.myth p.message-text")
    ]

    assert [words for _, words, _ in told] == ["1", "old"]
    assert len({where for where, _, _ in told}) == 2
    assert told[0][2] is None
    assert "SIGABRT" in str(told[1][2])
