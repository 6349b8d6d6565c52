"""The nav keeps the order in which the site is meant to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.pages.nav import MOST, entries, nav_is_in_groups, nav_is_in_order

TOPICS = ("threads", "processes", "executors", "choosing", "jobs", "engines")


def nav(root: Path, *paths: str) -> Path:
    """A checkout whose nav names pages, each in a line of its own, and a link elsewhere."""
    lines = [f"  - {path}\n" for path in paths]
    text = "site_name: x\nnav:\n" + "".join(lines) + "  - Home: https://example.org/\n"
    (root / "mkdocs.yml").write_text(text + "theme: !ENV x\n", encoding="utf-8")
    return root


def test_entries_come_with_their_lines(tmp_path: Path) -> None:
    """Those in sections and those with a name too, links to other sites left out."""
    root = nav(tmp_path, "index.md", "Topic:\n    - a/index.md\n    - Named: a/b.md")

    assert [(entry.path, entry.line) for entry in entries(root)] == [
        ("index.md", 3),
        ("a/index.md", 5),
        ("a/b.md", 6),
    ]


def test_the_order_of_the_site_is_right(tmp_path: Path) -> None:
    """Home, topic by topic, and what belongs to none anywhere after it."""
    pages = [f"{topic}/{page}.md" for topic in TOPICS for page in ("index", "a-page")]

    assert nav_is_in_order(nav(tmp_path, "index.md", *pages, "glossary.md")) == []
    assert nav_is_in_order(nav(tmp_path)) == []


@pytest.mark.parametrize(
    ("paths", "line", "what", "cure"),
    [
        (
            ["glossary.md", "index.md"],
            4,
            "expected index.md as the first page, seen glossary.md",
            "in mkdocs.yml, move index.md above glossary.md",
        ),
        (
            ["threads/a.md", "threads/index.md", "threads/b.md"],
            4,
            "expected threads/index.md as the first page of its topic, seen threads/a.md",
            "in mkdocs.yml, move threads/index.md above threads/a.md",
        ),
        (
            ["executors/index.md", "processes/index.md"],
            4,
            "expected processes before executors, seen processes/index.md after executors/index.md",
            "in mkdocs.yml, put the topics in the order threads, processes, executors, choosing,"
            " jobs, engines",
        ),
        (
            ["threads/index.md", "executors/index.md", "threads/a.md"],
            5,
            "expected threads/a.md beside the other pages on threads, seen after"
            " executors/index.md",
            "in mkdocs.yml, move threads/a.md below threads/index.md",
        ),
    ],
)
def test_what_is_out_of_order_is_named_with_the_move(
    tmp_path: Path, paths: list[str], line: int, what: str, cure: str
) -> None:
    """The fault stands at the line to be moved, and says where to."""
    (fault,) = nav_is_in_order(nav(tmp_path, *paths))

    assert (fault.what, fault.where, fault.cure) == (what, f"mkdocs.yml:{line}", cure)


def test_groups_of_a_topic_are_counted_one_by_one(tmp_path: Path) -> None:
    """Its index counts in none; one page too many is named with the group that it leaves."""
    group = "Group {0}:\n" + "".join(f"      - a/{{0}}-{n}.md\n" for n in range(MOST))
    groups = "Topic:\n    - threads/index.md\n    - " + "    - ".join(
        group.format(n).replace("a/", "threads/") for n in (1, 2)
    )

    assert nav_is_in_groups(nav(tmp_path, "index.md", groups)) == []

    (fault,) = nav_is_in_groups(nav(tmp_path, groups + "      - threads/more.md"))
    assert fault.what == f"threads has {MOST + 1} pages in one list (Group 2), at most {MOST}"
    assert "move threads/more.md into another group of threads" in fault.cure
