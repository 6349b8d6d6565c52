"""What the page "See every order" says, beyond test_all_orders.py."""

import ast
import itertools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import find
from snippets.threads import all_at_once, all_orders
from snippets.threads.all_orders import Bounds, Explorer, Program
from tests.checks.work.command import run
from tests.threads.test_all_orders import STEPS, explored, outcomes

TWO = """\
from threading import Event, Lock, Thread
import time


class Box:
    value = 0


def main():
    box, ready = Box(), Event()
    {before}

    def one():
        {one}

    def other():
        {other}

    threads = [Thread(target=one), Thread(target=other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    {after}
"""


def two(one: str, other: str = "", before: str = "pass", after: str = "pass") -> str:
    """A program of two threads; the second does as the first where nothing else is said."""
    return TWO.format(one=one, other=other or one, before=before, after=after)


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., tuple[int | None, str]]:
    """Runs the program on a file of this text; its exit status and all that it printed."""

    def ask(source: str, *options: str) -> tuple[int | None, str]:
        (tmp_path / "mine.py").write_text(source)
        words = [str(find("threads/all_orders").path), "mine.py", *options]
        return run(words, tmp_path, limit=120)

    return ask


@pytest.mark.parametrize("program", [all_orders, all_at_once])
def test_it_needs_nothing_but_python(program: object) -> None:
    """Its imports are of the standard library, and none of them starts or opens anything."""
    source = Path(str(program.__file__)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    used = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            used |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            used.add((node.module or "").partition(".")[0])

    assert "threading" in used or "_thread" in used
    assert used <= sys.stdlib_module_names
    assert not used & {"os", "socket", "subprocess", "multiprocessing", "signal", "ctypes"}


@pytest.mark.parametrize(
    ("source", "options", "status", "words"),
    [
        (two("if box.value: raise ValueError\n        box.value = 1"), [], 1, "ValueError"),
        (two("box.value += 1", after="assert box.value == 2"), [], 1, "AssertionError"),
        (two("ready.wait()"), [], 1, "deadlock"),
        (two("box.value = 1", "print(box.value)"), ["--expect", "1"], 1, "prints '0'"),
        (two("box.value = 1", "print(box.value)"), [], 0, "prints '1'"),
        ("def main(): pass\n", [], 2, "starts no thread"),
        (two("box.value += 1"), ["--runs", "2"], 3, "not all orders"),
    ],
)
def test_what_fails_and_the_exit_status(
    asked: Callable[..., tuple[int | None, str]],
    source: str,
    options: list[str],
    status: int,
    words: str,
) -> None:
    """An error, an assert, a deadlock and another output fail; 2 and 3 are the program's own."""
    ended, text = asked(source, *options)

    assert ended == status
    assert words in text


@pytest.mark.parametrize(
    ("does", "orders"),
    [("box.value", 1), ("box.value = 1", 2), ("box.value += 1", 6), ("mine = 1 + 1", 1)],
)
def test_what_is_a_step(does: str, orders: int) -> None:
    """To read what nobody changes is none, to change is one, += is two, and one's own is none."""
    report, _ = explored(two(does))

    assert report.orders == orders


def test_what_touches_nothing_shared_adds_no_order() -> None:
    """A thread may compute as long as it likes."""
    report, _ = explored(two("box.value += 1; mine = [n * n for n in range(100)]; mine.sort()"))

    assert report.orders == 6


def test_bounds_are_as_told() -> None:
    """A minute, 100,000 runs and 1,000 steps, also at the command line."""
    source = Path(all_orders.__file__).read_text(encoding="utf-8")
    bounds = Bounds()

    assert (bounds.seconds, bounds.runs, bounds.steps) == (60, 100_000, 1_000)
    for option, default in (("seconds", "60"), ("runs", "100_000"), ("steps", "1_000")):
        kind = "float" if option == "seconds" else "int"
        assert f'add_argument("--{option}", type={kind}, default={default})' in source


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_pre_emptions_are_counted(most: int) -> None:
    """Of the 20 orders of two threads of three steps, those with as many pre-emptions at most."""
    report, _ = explored(STEPS.replace("COUNT", "2"), switches=most)
    every = set(itertools.permutations("111222"))

    def preempted(order: tuple[str, ...]) -> int:
        pairs = zip(range(1, 6), itertools.pairwise(order), strict=True)
        return sum(a != b and order[:n].count(a) < 3 for n, (a, b) in pairs)

    assert report.orders == sum(preempted(order) <= most for order in every)


def test_a_sleep_is_over_at_once_and_a_limit_comes_last() -> None:
    """An hour of sleep takes no time, and the wait with a limit is answered all the same."""
    source = two("time.sleep(3600); ready.set()", "assert ready.wait(1)")
    lonely = two("time.sleep(3600)", "assert not ready.wait(1)")

    assert set(outcomes(explored(source)[0])) == {"ends well"}
    assert set(outcomes(explored(lonely)[0])) == {"ends well"}


def test_a_call_of_another_module_is_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its two changes of one list are not taken apart; in the file itself they are."""
    helper = "def twice(box):\n    box.append(1)\n    box.append(2)\n"
    (tmp_path / "helper_of_two.py").write_text(helper)
    monkeypatch.syspath_prepend(tmp_path)
    call = two("twice(items)", before="items = []")
    outside = Program(f"from helper_of_two import twice\n{call}", "made.py", "main")
    inside = Program(f"{helper}\n{call}", "made.py", "main")

    assert Explorer(outside, Bounds()).explore().orders == 2
    assert Explorer(inside, Bounds()).explore().orders == 6


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("items.append, args=(1,)", "append"),
        ("print, args=(1,)", "print"),
        ("dedent, args=('',)", "dedent"),
        ("partial(items.append, 1)", "append"),
        ("partial(one)", ""),
        ("Kind", ""),
        ("Kind().more, args=(1,)", ""),
        ("Kind().append, args=(1,)", "append"),
        ("lock.acquire", ""),
        ("lambda: items.append(1)", ""),
    ],
)
def test_a_target_that_is_not_of_the_file_is_refused(
    asked: Callable[..., tuple[int | None, str]], target: str, named: str
) -> None:
    """It would be run unseen; what the file defines, and what stands in for threading, is seen."""
    source = two("items.append(1)", "items.append(2)", before="items, lock = [], Lock()")
    kind = "class Kind(list):\n    def more(self, item):\n        self.append(item)\n\n\n"
    top = f"from functools import partial\nfrom textwrap import dedent\n{kind}"
    status, text = asked(top + source.replace("target=one", f"target={target}"))

    refused = "which mine.py does not define, so its steps cannot be seen"
    if not named:
        assert status == 0 and refused not in text
    else:
        assert (status, len(text.strip().splitlines())) == (2, 1)
        assert named in text and refused in text


def test_a_file_may_import_its_neighbour(
    asked: Callable[..., tuple[int | None, str]], tmp_path: Path
) -> None:
    """From its own folder, as where Python runs it, and whatever folder one stands in."""
    helper = "def twice(box):\n    box.append(1)\n    box.append(2)\n"
    (tmp_path / "helper_of_two.py").write_text(helper)
    status, text = asked(
        f"from helper_of_two import twice\n{two('twice(items)', before='items = []')}"
    )
    assert (status, "0 of 2 orders fail" in text) == (0, True)

    (tmp_path / "elsewhere").mkdir()
    words = [str(find("threads/all_orders").path), "../mine.py"]
    assert run(words, tmp_path / "elsewhere", limit=120)[0] == 0
