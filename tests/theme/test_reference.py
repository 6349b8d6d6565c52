"""The reference is read from programs: names of the library, and what each Python changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import Condition, Sample
from theme.book.library import book
from theme.registers.names import page as names_page
from theme.registers.since import lines_of
from theme.registers.uses import address, used

USES = '"""A sentence."""\n\nimport threading\n\nthreading.Lock()\n'
SOURCE = '''"""A sentence."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context, synchronize

spawn = get_context("spawn")


def ask(call: "Future[int]", door: synchronize.Lock) -> None:
    door.acquire()
    call.result()
    os.getpid()


def main() -> None:
    with ThreadPoolExecutor() as pool:
        later = pool.submit(abs, -1)
    later.cancel()
    spawn.Process(target=ask).start()
'''


def test_names_are_followed_through_a_program(program: Callable[..., Sample]) -> None:
    """Through imports, contexts, annotations and with, to where Python documents them."""
    assert used(program(SOURCE)) == {
        "concurrent.futures.Executor.submit",
        "concurrent.futures.Future",
        "concurrent.futures.Future.cancel",
        "concurrent.futures.Future.result",
        "concurrent.futures.ThreadPoolExecutor",
        "multiprocessing.Lock.acquire",
        "multiprocessing.Process",
        "multiprocessing.get_context",
    } | {"multiprocessing.Lock"}


@pytest.mark.parametrize(
    "targets", ["first, second = Lock(), Event()", "first, *rest, second = Lock(), 1, 2, Event()"]
)
def test_names_are_followed_into_several_variables(
    program: Callable[..., Sample], targets: str
) -> None:
    """As far as each has a value of its own."""
    source = f"from threading import Event, Lock\n\n{targets}\nfirst.acquire()\n"

    assert used(program(source)) == {
        "threading.Event",
        "threading.Lock",
        "threading.Lock.acquire",
    }


def test_of_each_page_one_program_is_named_and_the_others_are_counted(checkout: Path) -> None:
    """The rest stand on that page, too; one that is wrong stands beside the right one."""
    shown = {"few": ("one",), "many": ("two", "three", "four", "four_broken")}
    for page, names in shown.items():
        fences = []
        for name in names:
            (checkout / f"snippets/threads/{name}.py").write_text(USES)
            fences.append(f"```sample\nthreads/{name}\n```\n")
        (checkout / f"docs/threads/{page}.md").write_text(
            f"# {page.title()}\n\n" + "\n".join(fences)
        )
    stems = [f"threads/{name}" for names in shown.values() for name in names]
    text = names_page(book(checkout), [Sample(checkout, stem) for stem in stems])

    assert text.rstrip("\n").split("\n- ")[1:] == [
        f"[`Lock`]({address('threading.Lock')})\n"
        "    - [Few](threads/few.md): [[threads/one]]\n"
        "    - [Many](threads/many.md): [[threads/two]], and 2 more there"
    ]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("threading.Lock.acquire", "threading.html#threading.Lock.acquire"),
        ("multiprocessing.pool.Pool.map", "multiprocessing.html#multiprocessing.pool.Pool.map"),
        ("asyncio.loop.call_soon", "asyncio-eventloop.html#asyncio.loop.call_soon"),
        ("asyncio.to_thread", "asyncio-task.html#asyncio.to_thread"),
        ("os.cpu_count", "os.html#os.cpu_count"),
    ],
)
def test_a_name_leads_to_its_documentation(name: str, page: str) -> None:
    """To the page of its module, and there to its own place."""
    assert address(name) == f"https://docs.python.org/3/library/{page}"


@pytest.mark.parametrize(
    ("specifier", "found"),
    [
        ("", []),
        (">=3.14", ["3.14"]),
        ("<3.13", ["3.13"]),
        ("==3.13.*", ["3.13", "3.14"]),
        (">=3.12,<3.14", ["3.12", "3.14"]),
        ("<3.11.5", ["3.11"]),
    ],
)
def test_a_condition_says_where_something_changes(specifier: str, found: list[str]) -> None:
    """Where it begins to hold, and where it ends."""
    assert lines_of(Condition(specifier)) == found
