"""A page is looked at again as soon as anything differs that it hangs on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.site.remembered import read
from tests.checks.site.seen import Seen

GOOD: Seen = {
    **{"axe": {}, "said": [], "shift": 0, "plain": "x", "shown": "x", "copied": {}},
    **{"off paper": [], "dead": []},
}
#: A page of a topic, that topic's first, in which the search is opened, and what they load.
PAGE, FIRST, SHEET, INDEX = "a/b/index.html", "a/a/index.html", "assets/site.css", "index.json"


class Reader:
    """Looks at pages, and notes at which."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.kept = folder / "cache" / "seen" / "0.json"
        self.found = GOOD
        for name in (PAGE, FIRST, SHEET, INDEX):
            self.write(name, f"<p>{name}</p>")

    def write(self, name: str, text: str) -> None:
        """Make a file of the site."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def looked_at(self, by: str = "a browser") -> list[str]:
        """The pages that a further visit looks at."""
        looked: list[str] = []

        def look(folder: Path, paths: list[str]) -> dict[str, Seen]:
            looked.extend(paths)
            return dict.fromkeys(paths, self.found)

        found = read(self.folder, [FIRST, PAGE], self.kept, look, by)
        assert list(found) == [FIRST, PAGE] and all(found[path] == self.found for path in looked)
        return looked


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """One that has looked at both pages."""
    one = Reader(tmp_path)
    assert one.looked_at() == [FIRST, PAGE]
    return one


def test_a_page_without_a_change_is_not_looked_at_again(reader: Reader) -> None:
    """Nor is one that stands beside a page which changed."""
    assert reader.looked_at() == []
    reader.write(PAGE, "<p>Other words.</p>")
    assert PAGE in reader.looked_at()
    assert reader.looked_at() == []


@pytest.mark.parametrize(("name", "again"), [(SHEET, [FIRST, PAGE]), (INDEX, [FIRST])])
def test_what_a_page_hangs_on_has_it_looked_at(reader: Reader, name: str, again: list[str]) -> None:
    """The style of all; the index of those in which something is searched."""
    reader.write(name, "<p>Other words.</p>")
    assert reader.looked_at() == again


def test_another_browser_looks_at_all(reader: Reader) -> None:
    """And so does another way to look."""
    assert reader.looked_at("another browser") == [FIRST, PAGE]


@pytest.mark.parametrize(
    "fault",
    [
        {"axe": {"wide": ["x"]}},
        {"said": ["x"]},
        {"off paper": ["x"]},
        {"dead": ["x"]},
        {"plain": "y"},
        {"shift": 0.1},
    ],
)
def test_a_page_with_a_fault_is_looked_at_each_time(tmp_path: Path, fault: Seen) -> None:
    """What chance did is not kept, and neither is what was mended."""
    reader = Reader(tmp_path)
    reader.found = {**GOOD, **fault}
    assert reader.looked_at() == reader.looked_at() == [FIRST, PAGE]
    reader.found = GOOD
    assert reader.looked_at() == [FIRST, PAGE]
    assert reader.looked_at() == []


def test_a_page_of_which_a_program_was_not_copied_is_looked_at_each_time(tmp_path: Path) -> None:
    """Its button may have lain under something; not each program has one."""
    reader = Reader(tmp_path)
    button, code = "<button class=sample-copy>Copy</button>", "<code data-sample=a/b></code>"
    reader.write(PAGE, f"<figure>{button}{code}</figure>")
    reader.write(FIRST, f"<figure>{code}</figure>")
    assert [reader.looked_at(), reader.looked_at()] == [[FIRST, PAGE], [PAGE]]
    reader.found = {**GOOD, "copied": {"a/b": "text"}}
    assert [reader.looked_at(), reader.looked_at()] == [[PAGE], []]
