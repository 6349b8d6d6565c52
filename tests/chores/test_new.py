"""A new article is laid out so that only what a person has to write is missing."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from recorder.pythons.interpreters import ask
from shelf import ROOT
from tests.checks.pages.nav import entries, nav_is_in_order
from tests.checks.work.command import run
from tests.chores import new
from tests.chores.new import EXAMPLE, Article, Refusal, article, main, stem_for, with_page
from tests.drill.tree import lay_out
from tests.plugins.annotate import faults_in


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout, on a machine with one Python."""
    here = ask(sys.executable)
    monkeypatch.setattr(new, "find_all", lambda tags: ({here.tag: here}, {}))
    return lay_out(tmp_path / "checkout")


@pytest.mark.parametrize("broken", [True, False], ids=["a pair", "one program"])
def test_a_fresh_article_lacks_only_what_it_names(
    tree: Path, broken: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of all checks one fails, and it names the very lines that the command named."""
    assert main(["threads/count-the-votes", *["--broken"][:broken]], tree) == 0
    said = capsys.readouterr().out
    named = re.findall(r"(?m)^  (\S+:\d+): (.+)$", said)
    which = [f"tests/{name}.py" for name in ("test_snippets", "test_pages", "test_site")]
    which += ["tests/threads/test_count_votes.py", "docs"]
    which = which if broken else ["--only=threads/count-the-votes"]
    words = ["-m", "pytest", *"-n 0 -p no:randomly -p no:cacheprovider --no-header".split()]
    _, text = run([*words, f"--basetemp={tree.parent / 'temporary'}", *which], tree)
    failed = re.findall(r"(?m)^FAILED (\S+)", text)
    told = faults_in(text)

    assert failed == ["tests/test_pages.py::test_pages[nothing_unwritten]"], text
    assert [(one.where, one.what.partition(": ")[2]) for one in told] == named
    assert len(named) == (10 if broken else 8)
    assert "tests/threads/test_count_votes.py" in said
    assert "make test ONLY=threads/count-the-votes" in said


@pytest.mark.parametrize(
    ("page", "program", "words"),
    [
        ("", "", "'' is no page's name: a topic, then words"),
        ("threads", "", "'threads' is no page's name"),
        ("threads/Count_Votes", "", "'threads/Count_Votes' is no page's name: a topic, then"),
        ("thread/x", "", "there is no topic 'thread': choose one of threads"),
        ("threads/wrong", "", "there is a page docs/threads/wrong.md: edit it, or give yours"),
        ("docs/threads/wrong.md", "", "there is a page docs/threads/wrong.md"),
        ("threads/the-queue", "", "queue is a module of Python's own, and a program queue.py"),
        ("threads/yield", "", "yield is a word of Python's own: name the program"),
        ("threads/2-threads", "", "'2_threads' is no program's name"),
        ("threads/new", "all_broken", "all_broken ends in _broken, which BROKEN=1 adds"),
        ("threads/tally", "", "there is a program threads/tally: name the program for what"),
        ("threads/new", "no_guest", "there is a program threads/no_guest"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(
    tree: Path, page: str, program: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says what is wrong and what to do, and nothing is written."""
    before = sorted(tree.rglob("*"))
    status = main([page, *(["--program", program] if program else [])], tree)
    said = capsys.readouterr()

    assert (status, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"new: {words}")
    assert sorted(tree.rglob("*")) == before


def test_a_file_is_never_overwritten(tree: Path) -> None:
    """A test that somebody wrote before the program is left alone."""
    (tree / "tests" / "threads").mkdir(exist_ok=True)
    (tree / "tests" / "threads" / "test_votes.py").write_text("", encoding="utf-8")

    with pytest.raises(Refusal, match=r"there is a file tests/threads/test_votes\.py"):
        article("threads/the-votes", root=tree)


@pytest.mark.parametrize("topic", ["threads", "processes", "executors", "choosing"])
def test_the_nav_gains_one_line_and_keeps_the_rest(tmp_path: Path, topic: str) -> None:
    """The page is the last of its topic, and comments stay where they are."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    before = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    after = with_page(Article(tmp_path, topic, "a-new-page", "new_program")).split("\n")
    (line,) = [n for n, text in enumerate(after) if text.strip() == f"- {topic}/a-new-page.md"]
    (tmp_path / "mkdocs.yml").write_text("\n".join(after), encoding="utf-8")
    own = [entry.path for entry in entries(tmp_path) if entry.topic == topic]

    assert after[:line] + after[line + 1 :] == before
    assert own[-1] == f"{topic}/a-new-page.md"
    assert nav_is_in_order(tmp_path) == []


@pytest.mark.parametrize(
    ("page", "program"),
    [
        ("keep-an-update-whole", "keep_update_whole"),
        ("never-lose-an-exception", "never_lose_exception"),
        ("the-queue", "queue"),
        ("to-be-or-not-to-be", "be_be"),
        ("in-and-out", "out"),
        ("to-the", "to_the"),
    ],
)
def test_a_program_is_called_by_the_words_that_mean_something(page: str, program: str) -> None:
    """At most three of them, and all if none means much."""
    assert stem_for(page) == program


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("threads/count_votes", "PAGE=threads/count-votes"),
        ("threads/Count Votes", "PAGE=threads/count-votes"),
        ("votes", EXAMPLE),
    ],
)
def test_a_name_with_other_signs_is_told_as_it_was_meant(
    tree: Path, typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words of a page's name go with hyphens, and the message holds the name to type."""
    main([typed], tree)

    assert capsys.readouterr().err.rstrip().endswith(f"hyphens between them, as in {meant}")
