"""A message is drawn as it is printed: as its heading, or below that in each of its wordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.theme.figures import figure
from theme.book.fences import Fence
from theme.book.library import book
from theme.book.links import Links
from theme.faults import PageError
from theme.parts.message import ALL, ENTRY, HEADING, PART, Message, messages, read
from theme.parts.part import Asked

SOURCE = '"""The till is {}."""\n\nput()\n'
VARIANT = '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# gil = true\n# ///\n'
TRACEBACK = 'Traceback (most recent call last):\n  File "till.py", line 3, in put\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A broken program and its right neighbour on one page, and two pages of messages."""
    folder = tmp_path / "snippets/threads"
    folder.mkdir(parents=True)
    (folder / "till.py").write_text(SOURCE.format("open"))
    (folder / "till_broken.py").write_text(SOURCE.format("closed"))
    (folder / "till_broken.txt").write_text(
        f"$ python till_broken.py\n{TRACEBACK}ValueError: it is closed\n"
    )
    pages = {
        "index.md": "# Home\n",
        "threads/index.md": "# Till\n\n```pair\nthreads/till_broken\nthreads/till\n```\n",
        "errors/index.md": "# Errors\n\n```messages\n```\n",
        "errors/threads.md": "# Of threads\n\n```message\nthreads/till_broken\n```\n",
        "errors/aside.md": "# Aside\n",
    }
    for path, text in pages.items():
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text(text)
    return tmp_path


def asked(root: Path, page: str, body: tuple[str, ...], **options: str) -> Asked:
    library = book(root)
    fence = Fence(3, "message", body, 5, " ".join(f'{k}="{v}"' for k, v in options.items()))
    return Asked(fence, Links(library, library.sources[page]), options)


BROKEN = ("threads/till_broken",)


def test_a_message_of_one_wording_is_its_own_heading(root: Path) -> None:
    """With the way to the program that raises it, and to the right one."""
    page = figure(PART, asked(root, "errors/threads.md", BROKEN))

    assert page.h2.samp.get_text() == "ValueError: it is closed"
    assert page.h2["id"] == "message-threads-till_broken"
    assert page.h2["data-toc-label"] == "ValueError: it is closed"
    assert not page.select(".message-text")
    way = page.select_one(".message-programs")
    assert way.get_text() == "Raised by till_broken, not by till: The till is open."
    assert [a["href"].partition("#")[0] for a in way.select("a")] == ["../threads/index.md"] * 2


def test_each_wording_is_shown_with_where_it_is_printed(root: Path) -> None:
    """Below a heading of one line; two that begin alike are the longer one."""
    folder = root / "snippets/threads"
    (folder / "till_broken.py").write_text(VARIANT + SOURCE.format("closed"))
    (folder / "till_broken.older.txt").write_text(
        f"$ python till_broken.py\n{TRACEBACK}ValueError: the till is closed\n"
    )
    page = figure(PART, asked(root, "errors/threads.md", BROKEN))
    texts = [(p.span.get_text(), p.samp.get_text()) for p in page.select(".message-text")]

    assert page.h2.get_text() == "ValueError: it is closed"
    assert [words for _, words in texts] == [
        *("ValueError: it is closed", "ValueError: the till is closed"),
    ]
    assert [where for where, _ in texts][1] == "on 3.13 and older with the GIL"
    told = [*PART.tell(asked(root, "errors/threads.md", BROKEN))]
    assert told.count("ValueError: it is closed") == 1
    assert told[0] == "## ValueError: it is closed"
    assert [line for line in told if line.startswith("As printed (")] == [
        *(f"As printed ({where}):" for where, _ in texts),
    ]


def test_on_the_page_of_the_program_no_way_leads_to_it(root: Path) -> None:
    page = figure(PART, asked(root, "threads/index.md", BROKEN, words="is closed"))

    assert not page.select(".message-programs")
    assert page.h2.get_text() == "ValueError: it is closed"


@pytest.mark.parametrize(
    ("body", "options", "words"),
    [
        (("threads/till",), {}, "threads/till is no broken program"),
        (BROKEN, {"words": "is open"}, "holds the words 'is open'"),
    ],
)
def test_what_holds_no_message_is_told(
    root: Path, body: tuple[str, ...], options: dict[str, str], words: str
) -> None:
    with pytest.raises(PageError, match=words):
        figure(PART, asked(root, "errors/threads.md", body, **options))


def test_every_message_is_listed_below_its_page(root: Path) -> None:
    """In the order of the topics; a page without one is not named."""
    (root / "docs/errors/aaa.md").write_text("# Twice\n\n```message\nthreads/till_broken\n```\n")
    page = figure(ALL, asked(root, "errors/index.md", ()))

    assert [p.get_text() for p in page.select(".message-page")] == ["Of threads", "Twice"]
    assert [a["href"] for a in page.select("ul a")] == [
        "threads.md#message-threads-till_broken",
        "aaa.md#message-threads-till_broken",
    ]
    assert [*ALL.tell(asked(root, "errors/index.md", ()))] == [
        "- [ValueError: it is closed](threads.md#message-threads-till_broken)",
        "- [ValueError: it is closed](aaa.md#message-threads-till_broken)",
    ]


@pytest.mark.parametrize(
    ("message", "whole", "short"),
    [
        (Message("KeyError", "7"), "KeyError: 7", "KeyError: 7"),
        (Message("KeyError", ""), "KeyError", "KeyError"),
        (Message("", "only words"), "only words", "only words"),
        (Message("E", "one\ntwo"), "E:\none\ntwo", "E: one two"),
        (
            Message("E", "a sentence that ends here. And"),
            "E: a sentence that ends here. And",
            "E: a sentence that ends here.",
        ),
        (
            Message("E", "ends in v3.14. then goes"),
            "E: ends in v3.14. then goes",
            "E: ends in v3.14. then goes",
        ),
        (Message("", "word " * 8 + "12"), "word " * 8 + "12", "word " * 8 + "12"),
        (Message("", "word " * 8 + "123"), "word " * 8 + "123", "word " * 7 + "word…"),
    ],
)
def test_a_message_is_told_whole_and_on_one_line(message: Message, whole: str, short: str) -> None:
    """Up to its first sentence, and cut after a word where there is no room."""
    assert (message.text, message.short(42)) == (whole, short)
    assert (HEADING, ENTRY) == (110, 42)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x\n", None),
        ("a.b.C: no\n", None),
        ("_queue.Empty\n", Message("queue.Empty", "")),
        (
            "concurrent.futures.process.BrokenProcessPool: gone\n",
            Message("BrokenProcessPool", "gone"),
        ),
        ("x.py:3: DeprecationWarning: old\n  f()\n", Message("DeprecationWarning", "old")),
        ("OSError: 1\nOSError: 2\nend\n", Message("OSError", "2")),
        ("OSError: 1\n  OSError: 2\n", Message("OSError", "1")),
        (
            "RuntimeError: \n        one\n\n        two\nend\n",
            Message("RuntimeError", "one\n\ntwo"),
        ),
    ],
)
def test_the_last_line_that_names_an_error_is_the_message(
    text: str, message: Message | None
) -> None:
    """With what is indented below it, where it says nothing itself."""
    assert read(text) == message


def test_wordings_that_begin_alike_are_one(root: Path) -> None:
    """The longer one, with the labels of both."""
    folder = root / "snippets/threads"
    (folder / "till_broken.py").write_text(VARIANT + SOURCE.format("closed"))
    for ending, more in (("", ""), (".older", "\n        Open it.\n")):
        (folder / f"till_broken{ending}.txt").write_text(
            f"$ python till_broken.py\nRuntimeError:\n        It is closed.\n        So.\n{more}"
        )
    ((message, labels),) = messages(book(root).sample(BROKEN[0])).items()

    assert message.said == "It is closed.\nSo.\n\nOpen it."
    assert len(labels) == 2
