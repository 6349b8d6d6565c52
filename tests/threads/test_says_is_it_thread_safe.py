"""What the page "Is this operation thread-safe?" says, beyond what its programs show."""

import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import find_all
from shelf import supported


def after_the_first(
    items: dict[str, int] | list[int], change: Callable[[], object]
) -> list[object]:
    """What a loop over the items sees, and the error that ends it, if one does."""
    seen = list[object]()
    try:
        for item in items:
            seen.append(item)
            if len(seen) == 1:
                change()
    except RuntimeError:
        seen.append(RuntimeError)
    return seen


@pytest.mark.parametrize(
    ("gone", "seen"),
    [("pears", ["apples", "plums"]), ("apples", ["apples", "pears", RuntimeError])],
)
def test_a_dict_of_the_size_as_before_may_raise_at_the_end(gone: str, seen: list[object]) -> None:
    """One key comes and one goes: the loop goes on, until it finds more than there were."""
    stock = {"apples": 3, "pears": 5}

    def change() -> None:
        del stock[gone]
        stock["plums"] = 8

    assert after_the_first(stock, change) == seen


def test_a_list_skips_or_repeats() -> None:
    """A loop over a list raises nothing, whatever is removed or inserted meanwhile."""
    shorter, longer = [1, 2, 3], [1, 2, 3]

    assert after_the_first(shorter, lambda: shorter.remove(1)) == [1, 3]
    assert after_the_first(longer, lambda: longer.insert(0, 0)) == [1, 1, 2, 3]


PROPERTY = """
from functools import cached_property
from threading import Barrier, BrokenBarrierError, Thread

class Till:
    def __init__(self):
        self.both_inside, self.ran = Barrier(2), []

    @cached_property
    def connection(self):
        self.ran.append(1)
        try:
            self.both_inside.wait(LIMIT)
        except BrokenBarrierError:
            pass
        return "open"

till = Till()
threads = [Thread(target=lambda: till.connection) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(till.ran))
"""


@pytest.mark.parametrize("tag", supported())
def test_a_cached_property_had_a_lock(tag: str) -> None:
    """Two threads meet in the getter, except where one is kept out until the other has ended."""
    found, _ = find_all([tag])
    if not found:
        pytest.skip(f"no {tag} here")
    locked = tag.startswith("3.11")
    code = PROPERTY.replace("LIMIT", "0.2" if locked else "30")
    words = [str(found[tag].path), "-c", code]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)

    assert ended.stdout.strip() == ("1" if locked else "2")


def test_a_cached_function_hands_out_two_objects(printed: Callable[[str], str]) -> None:
    """Two threads meet inside; each leaves with what it made."""
    said = printed("""
        from concurrent.futures import ThreadPoolExecutor
        from functools import cache
        from threading import Barrier

        meet = Barrier(2)

        @cache
        def settings():
            meet.wait(20)
            return object()

        with ThreadPoolExecutor(2) as pool:
            one, other = pool.submit(settings), pool.submit(settings)
        print(one.result() is other.result())
    """)

    assert said == "False\n"


CHANGED = """
from threading import Thread

stock = {"apples": 1, "pears": 2}

def restock():
    stock["plums"] = 3

copy = stock.copy()
try:
    for fruit in stock:
        thread = Thread(target=restock)
        thread.start()
        thread.join()
except RuntimeError as error:
    print(error)
print(copy, stock)
"""


@pytest.mark.parametrize("tag", ["3.11", "3.14t"])
def test_a_loop_over_a_dict_raises_on_either_build(tag: str) -> None:
    """The dict is whole afterwards, with the new key; a copy stays as it was."""
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    run = subprocess.run(
        [found[tag].path, "-c", CHANGED], capture_output=True, text=True, timeout=60, check=True
    )

    assert run.stdout.splitlines() == [
        "dictionary changed size during iteration",
        "{'apples': 1, 'pears': 2} {'apples': 1, 'pears': 2, 'plums': 3}",
    ]


def test_each_worker_has_a_cache_of_its_own(printed: Callable[[str], str]) -> None:
    """Two workers that both look up one thing make it twice."""
    said = printed(
        "import functools, multiprocessing, os\n"
        "@functools.cache\n"
        "def client():\n"
        "    return os.getpid()\n"
        "def ask(answers):\n"
        "    answers.put((client(), client.cache_info().misses))\n"
        "if __name__ == '__main__':\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    answers = context.Queue()\n"
        "    workers = [context.Process(target=ask, args=(answers,)) for _ in range(2)]\n"
        "    for worker in workers: worker.start()\n"
        "    told = {answers.get(timeout=60) for _ in workers}\n"
        "    for worker in workers: worker.join(60)\n"
        "    print(len(told), {misses for _, misses in told})\n"
    )

    assert said == "2 {1}\n"
