"""The summary of a change names what changed, shows transcripts, and lets no markup through."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.chores.summary import address, changes, code, fenced, summary

PAGE = "# Page\n\n```sample\nthreads/told\n```\n"


class Checkout:
    """A repository of its own: `write` files, then `commit`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> None:
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *name, *words], cwd=self.root, check=True, timeout=60)

    def write(self, **files: str | None) -> None:
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if text is None else file.write_text(text, encoding="utf-8")

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message=x")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Three programs, one page that shows one of them."""
    one = Checkout(tmp_path)
    programs = {f"snippets/threads/{name}.py": f"print('{name}')\n" for name in ("told", "old")}
    told = {"snippets/threads/told.txt": "$ python told.py\ntold\n"}
    one.write(**{"docs/index.md": PAGE, "docs/other.md": "# Other\n"}, **programs, **told)
    one.commit()
    return one


def test_a_transcript_is_shown_as_a_diff_with_the_page_that_shows_it(checkout: Checkout) -> None:
    """The page itself is unchanged, and changes all the same for its readers."""
    checkout.write(**{"snippets/threads/told.txt": "$ python told.py\n```\n"})
    checkout.commit()
    text = summary(checkout.root, "HEAD^1")

    assert "### Pages\n\n- `docs/index.md` shows `threads/told`\n" in text
    assert (
        "- `threads/told`: program as before; transcript changed; shown on `docs/index.md`\n"
        in text
    )
    assert "````diff\n@@ -1,2 +1,2 @@\n $ python told.py\n-told\n+```\n````" in text
    assert "open `http://127.0.0.1:8000/`." in text


def test_new_removed_and_renamed_files_are_named(checkout: Checkout) -> None:
    """Each by its path now, with what happened to it."""
    checkout.git("mv", "docs/other.md", "docs/näher.md")
    checkout.write(**{"snippets/threads/old.py": None, "snippets/threads/new.py": "print(1)\n"})
    checkout.write(**{"Makefile": "all:\n"})
    checkout.commit()
    text = summary(checkout.root, "HEAD^1")

    assert "- `docs/näher.md` renamed, +0 -0\n" in text
    assert "- `threads/new`: new, +1 -0; no transcript; shown on no page\n" in text
    assert "- `threads/old`: removed, +0 -1; no transcript; shown on no page\n" in text
    assert "<details><summary>1 other file</summary>\n\n- `Makefile` new, +1 -0\n" in text


def test_a_merge_is_compared_with_its_base_alone(checkout: Checkout) -> None:
    """A pull request's checkout is its merge into the base, and only the request is news."""
    checkout.git("checkout", "--quiet", "-b", "change")
    checkout.write(**{"docs/index.md": PAGE + "More.\n"})
    checkout.commit()
    checkout.git("checkout", "--quiet", "main")
    checkout.write(**{"docs/other.md": "# Else\n"})
    checkout.commit()
    checkout.git("merge", "--quiet", "--no-edit", "change")

    assert [change.path for change in changes(checkout.root, "HEAD^1")] == ["docs/index.md"]


def test_nothing_changed_is_said(checkout: Checkout) -> None:
    """An empty summary would look like a broken one."""
    checkout.commit()

    assert "No file differs from <code>HEAD&#94;1</code>." in summary(checkout.root, "HEAD^1")


def test_a_long_transcript_is_cut(checkout: Checkout) -> None:
    """GitHub drops a summary that is too long."""
    lines = "".join(f"{n}\n" for n in range(500))
    checkout.write(**{"snippets/threads/told.txt": lines})
    checkout.commit()

    assert "+50\n" in summary(checkout.root, "HEAD^1")
    assert "\n... and 443 more lines\n```" in summary(checkout.root, "HEAD^1")


def test_a_name_is_no_markup() -> None:
    """Neither a tag nor a backtick in a file's name reaches the page as such."""
    assert code("docs/<img src=x>`.md") == "<code>docs/&#60;img src&#61;x&#62;&#96;.md</code>"
    assert fenced("diff", "+````\n+``````") == "```````diff\n+````\n+``````\n```````"


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("docs/index.md", ""),
        ("docs/threads/index.md", "threads/"),
        ("docs/threads/keep.md", "threads/keep/"),
        ("docs/windex.md", "windex/"),
        ("", ""),
    ],
)
def test_the_address_of_a_page(page: str, path: str) -> None:
    """As the generator has it: a folder for each page."""
    assert address(page) == path
