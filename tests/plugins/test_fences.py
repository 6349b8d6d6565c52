"""Python typed on a page is found wherever it stands, and run as a reader would run it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from shelf.fault import report
from tests.checks.pages.markdown import Page
from tests.plugins.fences import Parser, verify


def found(text: str) -> list[tuple[int, str]]:
    """Line and text of each fence that the plug-in hands to pytest."""
    return [(token.map[0] + 1, token.content) for token in Parser().parse(textwrap.dedent(text))]


def test_a_fence_is_found_in_callouts_tabs_lists_and_quotes() -> None:
    """Its text comes without the indentation, and its line is the page's."""
    text = """\
        ```python
        print(1)
        ```
        !!! note
            ```python
            if True:
                print(2)
            ```
        === "a tab"

            1. a list

                ```python title="x.py"
                print(3)
                ```
        > ```python
        > print(4)
        > ```
        """

    assert found(text) == [
        (1, "print(1)\n"),
        (5, "if True:\n    print(2)\n"),
        (13, "print(3)\n"),
        (16, "print(4)\n"),
    ]


@pytest.mark.parametrize("info", ["py", "python3", "Python", "{.python notest}", "python notest"])
def test_no_spelling_keeps_a_fence_from_being_run(info: str) -> None:
    """What the page check will refuse is run all the same."""
    assert found(f"```{info}\nprint(1)\n```\n") == [(1, "print(1)\n")]


def test_a_fence_shown_in_a_longer_fence_is_text() -> None:
    """A page may show how a fence is written."""
    assert found("````text\n```python\nprint(1)\n```\n````\n") == []


def said(tmp_path: Path, source: str, line: int = 1) -> str:
    """What is said against a fence whose first line is on `line` of a page."""
    page = tmp_path / "docs" / "page.md"
    text = "\n" * line + textwrap.dedent(source)
    return report(verify(page, line, text, tmp_path))


def test_the_guard_is_run_and_children_find_the_file(tmp_path: Path) -> None:
    """A fence is the main program, so a pool of it works by any start method."""
    source = """
        from multiprocessing import get_context

        def double(n: int) -> int:
            return 2 * n

        if __name__ == "__main__":
            for method in ("spawn", "forkserver", "fork"):
                with get_context(method).Pool(1) as pool:
                    assert pool.map(double, [1]) == [2]
        """

    assert said(tmp_path, source) == ""
    assert "AssertionError" in said(tmp_path, source.replace("[2]", "[3]"))


def test_a_failure_names_page_and_line(tmp_path: Path) -> None:
    """The traceback counts lines as the page does."""
    message = said(tmp_path, "1 / 0", line=20)

    assert message.startswith("docs/page.md:20 on Python")
    assert 'page.md.py", line 21' in message
    assert "ZeroDivisionError" in message


def test_a_fence_runs_once(tmp_path: Path) -> None:
    """A TypeError, which the plug-in would take for a runner of an old kind, is a failure."""
    once = tmp_path / "once"
    message = said(
        tmp_path,
        f"""
        import os
        os.mkdir({str(once)!r})
        raise TypeError("first")
        """,
    )

    assert "TypeError: first" in message


def test_a_child_left_behind_is_seen(tmp_path: Path) -> None:
    """A fence cleans up like any program."""
    message = said(
        tmp_path,
        """
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        """,
    )

    assert "left behind: " in message


def test_prose_is_what_a_reader_reads(tmp_path: Path) -> None:
    """Code, addresses, tags and names of programs are no prose, and lines keep their places."""
    page = Page(tmp_path, tmp_path / "docs" / "page.md")
    page.path.parent.mkdir()
    page.path.write_text(
        "Read `a 1` and [b](c-2.md),\n[[threads/d_3]] <!-- 4\n5 --> <i class='6'>e</i>.\n"
        "```text\n7\n```\nf http://g/8 end\n[h]: i-9.md\n``j ` 10`` k\n"
    )

    assert "".join(c for c in page.prose if c.isdigit()) == ""
    assert [line.split() for line in page.prose.split("\n")[:2]] == [
        ["Read", "and", "[b]", ","],
        [],
    ]
    assert page.prose.split("\n")[2].split() == ["e", "."]
    assert page.prose.split("\n")[6].split() == ["f", "end"]
