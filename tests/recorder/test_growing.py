"""Items and workers are found in a program, and made more and fewer."""

from __future__ import annotations

import pytest

from recorder.write.growing import NothingNamed, grown
from shelf.header import Grow

PAGES = 'PAGES = [\n    "news",\n    "mail",\n]\n'
POOL = "def main() -> None:\n    with ThreadPoolExecutor(max_workers=3) as pool:\n        pass\n"
THREADS = 'def main() -> None:\n    ts = [Thread(target=f, args=(x,)) for x in ("a", "b")]\n'
LOOP = (
    "def main() -> None:\n    ts = [Thread(target=f) for _ in range(3)]\n"
    "    for x in (1, 2):\n        f(x)\n"
)


@pytest.mark.parametrize(
    ("source", "deed", "holds"),
    [
        (PAGES, "empty", '    "mail",\n]))[:0] * 1)'),
        (PAGES, "one", "[:1] * 1)"),
        (PAGES, "same", "[:1] * 2)"),
        (PAGES, "fifty", "])) * 50)"),
        (
            "ITEMS = [str(n) for n in range(9)]\n",
            "one",
            "(list(([str(n) for n in range(9)]))[:1] *",
        ),
        (POOL, "one-worker", "max_workers=1)"),
        (POOL, "eight-workers", "max_workers=8)"),
        ("WORKERS = 4\n", "eight-workers", "WORKERS = 8\n"),
        (LOOP, "one-worker", "in range(1)]"),
        (
            "def main() -> None:\n    for f in 1, 2:\n        f()\n",
            "one",
            "(tuple((1, 2))[:1] * 1)",
        ),
        (THREADS, "fifty", 'for x in (tuple((("a", "b"))) * 50)]'),
        (LOOP, "empty", "for x in (tuple(((1, 2)))[:0] * 1):"),
        ("def main() -> None:\n    pool.map(f, range(9))\n", "one", "(list((range(9)))[:1] * 1)"),
    ],
)
def test_it_finds_items_and_workers(source: str, deed: str, holds: str) -> None:
    """A literal, a constant, what is looped over; a number of workers wherever it stands."""
    assert holds in grown(source, Grow())[deed]


def test_what_is_not_named_is_left_alone() -> None:
    """A loop that makes threads says how many workers there are, and not which items."""
    found = grown("def main() -> None:\n    ts = [Thread() for _ in range(3)]\n", Grow())

    assert set(found) == {"one-worker", "eight-workers"}


def test_what_is_computed_is_no_list_of_items() -> None:
    """Two lengths that are compared are results, and two functions are no data."""
    assert not grown("def main() -> None:\n    whole = len(a), len(b)\n", Grow())
    assert not grown(
        "def main() -> None:\n    for way in serial, threads:\n        way()\n", Grow()
    )


def test_a_header_names_them() -> None:
    """Then its word holds, for a number too; a name that is not there is an error."""
    source = "JOBS = 3\nCOOKS = 2\n"
    found = grown(source, Grow("JOBS", "COOKS"))

    assert found["fifty"] == "JOBS = 150\nCOOKS = 2\n"
    assert found["one-worker"] == "JOBS = 3\nCOOKS = 1\n"
    assert "same" not in found
    with pytest.raises(NothingNamed):
        grown(source, Grow("CAKES"))
