"""A message is read from the transcript of its program."""

from __future__ import annotations

from theme.parts.message import read

TRANSCRIPT = """\
$ python till.py
Traceback (most recent call last):
  File "till.py", line 3, in put
    raise ValueError(f"Till {self!r} is closed")
ValueError: Till <till 1> is closed
"""


def test_the_message_and_not_the_line_that_raises_it() -> None:
    """Both hold the words that the page names."""
    message = read(TRANSCRIPT, "is closed")

    assert message is not None
    assert (message.name, message.said) == ("ValueError", "Till <till 1> is closed")


def test_words_of_no_error_begin_the_message() -> None:
    """As of a program that prints what it met."""
    message = read("$ python till.py\nmain: the till is closed\n", "the till")

    assert message is not None
    assert message.text == "the till is closed"
