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


@pytest.mark.parametrize(
    ("source", "was"),
    [
        ("A = [1, 2]\nB = [3, 4]\n", "[1, 2]"),
        ("a = [1, 2]\nB = [3, 4]\n", "[3, 4]"),
        ("THREADS = [1, 2]\nB = [3, 4]\n", "[3, 4]"),
        ("A = [1]\nB = [3, 4]\n", "[3, 4]"),
        ("A: list = [1, 2]\n", "[1, 2]"),
        ("A: list\nB = [1, 2]\n", "[1, 2]"),
        ("a.B: list = [1, 2]\nC = range(3)\n", "range(3)"),
        ("A = f(2)\nB = range(n)\nC = [3, 4]\n", "[3, 4]"),
        ("é = 'é'; A = ['é', 'ü']\n", "['é', 'ü']"),
    ],
)
def test_the_first_items_that_stand_there_are_changed(source: str, was: str) -> None:
    """Of a constant, and nothing else."""
    for deed, change in (("empty", "[:0] * 1"), ("same", "[:1] * 2"), ("fifty", " * 50")):
        assert grown(source, Grow())[deed] == source.replace(was, f"(list(({was})){change})")


@pytest.mark.parametrize(
    ("source", "was"),
    [
        ("Pool(4)\n", "(4)"),
        ("m.Pool(processes=4)\n", "=4)"),
        ("Pool(4, 5)\n", "(4,"),
        ("Poll(4)\nPool(True)\nPool(n)\nPool(3)\n", "(3)"),
        ("Pool('4')\nPool(3)\n", "(3)"),
        ("ProcessPoolExecutor(max_workers=4, x=2)\n", "=4,"),
        ("InterpreterPoolExecutor(4)\n", "(4)"),
        ("PROCESSES = 4\nPool(4); Pool(4)\n", "4"),
        ("CAKES = 4\nTHREADS = 2\n", "2"),
        ("THREADS = n\nWORKERS = 2\n", "2"),
        ("for n in range(4):\n    Process()\n", "(4)"),
        ("for n in range(4):\n    f()\nPool(2)\n", "(2)"),
        ("{f() for n in range(4)}\n{m.Thread() for n in range(3)}\n", "(3)"),
        ("[Thread() for n in range(1, 4)]\nPool(2)\n", "(2)"),
        ("[Thread() for n in other(4)]\nPool(2)\n", "(2)"),
    ],
)
def test_workers_are_changed_wherever_they_are_said(source: str, was: str) -> None:
    """Whole numbers alone, and no other number."""
    for deed, number in (("one-worker", "1"), ("eight-workers", "8")):
        now = was.translate(str.maketrans("234", number * 3))
        assert grown(source, Grow())[deed] == source.replace(was, now)


@pytest.mark.parametrize("name", ["map", "imap", "imap_unordered"])
def test_what_a_pool_maps_over_is_its_items(name: str) -> None:
    """Before what is looped over; the function is none, and neither is what another call has."""
    source = (
        "async def main():\n    for x in (1, 2):\n        f(x)\n"
        f"    filter(f, (5, 6))\n    pool.{name}((7, 8), (3, 4))\n"
    )

    assert grown(source, Grow())["one"] == source.replace("(3, 4)", "(tuple(((3, 4)))[:1] * 1)")


@pytest.mark.parametrize(
    "source",
    [
        *("A = [f(), 2]\n", "A = [a.b, 2]\n", "A = [a[0], 2]\n", "A = [*b, 2]\n", "A = [-b, 2]\n"),
        *("A = {1, 2}\n", "A = 'ab'\n", "def main():\n    a = len([1, 2])\n", ""),
        *("def other():\n    a = [1, 2]\n", "a = [1, 2]\n"),
    ],
)
def test_what_is_no_literal_data_is_left_alone(source: str) -> None:
    """Results, names and what belongs to another function."""
    assert grown(source, Grow()) == {}


def test_what_a_header_names_may_be_of_any_kind() -> None:
    """Of a dict some are taken, and it cannot have one twice; a text has no size."""
    source = "def f():\n    a = {'x': 1, 'y': 2}\n    b = 'c'\n"
    found = grown(source, Grow("a", ""))

    assert [*found] == ["empty", "one"]
    assert found["one"] == source.replace(
        "{'x': 1, 'y': 2}", "dict(list(({'x': 1, 'y': 2}).items())[:1])"
    )
    assert grown(source, Grow("b", "")) == {}
    assert grown("a = 3\n", Grow("a", "")) == {
        **{"empty": "a = 0\n", "one": "a = 1\n", "fifty": "a = 150\n"},
    }
    with pytest.raises(NothingNamed, match="cooks"):
        grown(source, Grow("", "cooks"))
