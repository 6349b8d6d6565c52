"""What the page "Escape a deadlock" says, beyond what its programs show."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from recorder.pythons.interpreters import find_all
from tests.threads.test_all_orders import explored, outcomes

TRANSFERS = """\
from threading import Lock, Thread


class Account:
    def __init__(self, number):
        self.number, self.lock = number, Lock()


def transfer(source, target):
    first, second = ORDER
    with first.lock:
        with second.lock:
            pass


def main():
    ada, bob = Account(1), Account(2)
    threads = [
        Thread(target=transfer, args=(ada, bob)),
        Thread(target=transfer, args=(bob, ada)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


@pytest.mark.parametrize(
    ("order", "stuck"),
    [
        ("sorted((source, target), key=lambda account: account.number)", False),
        ("sorted((source, target), key=lambda account: -account.number)", False),
        ("sorted((source, target), key=id)", False),
        ("sorted((source, target), key=lambda account: 0)", True),
        ("(source, target)", True),
    ],
)
def test_any_fixed_order_will_do(order: str, stuck: bool) -> None:
    """Every order of the steps ends well; not so where two locks share a place, or none has."""
    report, _ = explored(TRANSFERS.replace("ORDER", order))
    ends = outcomes(report)

    assert not report.cuts
    assert ends.pop("ends well") > 0
    assert bool(ends) == stuck
    assert all(end.startswith("deadlock") for end in ends)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_enough_tasks_take_all_workers(workers: int) -> None:
    """As many tasks as workers wait in vain for a task of their own pool; one fewer does not."""
    for tasks in (workers - 1, workers):
        begun = Barrier(max(tasks, 1))

        def ask(pool: ThreadPoolExecutor, begun: Barrier = begun) -> int:
            begun.wait(30)
            inner = pool.submit(int)
            try:
                return inner.result(timeout=30 if tasks < workers else 0.1)  # noqa: B023
            except TimeoutError:
                return 1

        with ThreadPoolExecutor(workers) as pool:
            waits = [pool.submit(ask, pool) for _ in range(tasks)]
            in_vain = sum(wait.result(timeout=60) for wait in waits)

        assert (in_vain > 0) == (tasks == workers)


IMPORTING = """\
import importlib, threading

def first(name):
    try:
        importlib.import_module(name)
        said = "imported"
    except BaseException as error:
        said = type(error).__module__ + " " + str(error).partition(" at ")[0]
    print(said + "\\n", end="")

threads = [threading.Thread(target=first, args=(name,)) for name in NAMES]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
MEET = "import meeting; meeting.meet()\n"
MEETING = """\
import threading
here, both = set(), threading.Event()
def meet():
    here.add(threading.get_ident())
    if len(here) == 2 or threading.current_thread() is threading.main_thread():
        both.set()  # who imports again, or alone, passes
    both.wait(60)
"""


def shop(tmp_path: Path) -> None:
    """Two packages that import a module of each other, and meet before they do."""
    (tmp_path / "meeting.py").write_text(MEETING)
    for package, module, other in (("shop", "till", "bank.desk"), ("bank", "desk", "shop.till")):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(f"{MEET}import {other}\n")
        (tmp_path / package / f"{module}.py").write_text("")


@pytest.mark.parametrize("tag", ["3.11", "3.14", "3.15"])
def test_two_threads_import_packages_that_import_each_other(tag: str, tmp_path: Path) -> None:
    """One of them raises, up to the newest version; where the main thread comes first, none."""
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    names = "NAMES = 'shop.till', 'bank.desk'\n"

    def said(code: str) -> list[str]:
        run = subprocess.run(
            [found[tag].path, "-c", code],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return sorted(run.stdout.splitlines())

    shop(tmp_path)
    met = said(names + IMPORTING)
    if tag == "3.15":
        assert met == ["imported", "imported"]
    else:
        assert met[1] == "imported"
        assert met[0].startswith("_frozen_importlib deadlock detected by _ModuleLock('")
    assert said("import shop.till, bank.desk\n" + names + IMPORTING) == ["imported", "imported"]


def test_a_module_that_is_not_finished_is_seen(tmp_path: Path) -> None:
    """In one of two plain modules that import a name of each other."""
    (tmp_path / "meeting.py").write_text(MEETING)
    for module, other in (("till", "desk"), ("desk", "till")):
        (tmp_path / f"{module}.py").write_text(f"{MEET}from {other} import NAME\nNAME = 1\n")
    run = subprocess.run(
        [sys.executable, "-c", "NAMES = 'till', 'desk'\n" + IMPORTING],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    # a newer Python may find it whole by the time at which it words the message
    wording = r"cannot import name 'NAME' from (partially initialized module )?'"
    assert re.search(wording, run.stdout)


def test_a_thread_waits_for_the_import_that_waits_for_it(tmp_path: Path) -> None:
    """It was started at the top of the module that it imports."""
    (tmp_path / "till.py").write_text(
        "import threading\n"
        "thread = threading.Thread(target=lambda: __import__('till').NAME, daemon=True)\n"
        "thread.start()\n"
        "thread.join(0.2)\n"
        "print(thread.is_alive())\n"
        "NAME = 1\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", "import till; till.thread.join(60); print(till.thread.is_alive())"],
        cwd=tmp_path, capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip

    assert run.stdout == "True\nFalse\n"
