"""What the page "What stays thread-safe without the GIL" says, beyond what its programs show."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

WORKERS, EACH = 4, 5000


def all_at_once(call: Callable[[int], int]) -> int:
    """The sum of what the call gives in each thread, begun together."""
    here = Barrier(WORKERS)

    def begin(number: int) -> int:
        here.wait(60)
        return call(number)

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(begin, range(WORKERS)))


def test_single_operations_of_a_dict_lose_nothing() -> None:
    """Set, get, pop and del from four threads: no key is lost, and none is taken twice."""
    shared: dict[int, int] = {}

    def fill(number: int) -> int:
        for key in range(number, WORKERS * EACH, WORKERS):
            shared[key] = key
            assert shared.get(key) == shared[key] == key
        return 0

    def take(_: int) -> int:
        return sum(shared.pop(key, None) is not None for key in range(WORKERS * EACH))

    all_at_once(fill)
    assert len(shared) == WORKERS * EACH
    assert all_at_once(take) == WORKERS * EACH and not shared


def test_a_key_of_your_own_lets_others_in() -> None:
    """In the middle of one d.get another thread changes the dict: its __eq__ waits for that."""
    asked, changed = Event(), Event()

    class Key:
        def __init__(self, waits: bool) -> None:
            self.waits = waits

        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            if self.waits or (isinstance(other, Key) and other.waits):
                asked.set()
                assert changed.wait(60)
            return False

    shared: dict[object, str] = {Key(waits=False): "before"}

    def change() -> None:
        assert asked.wait(60)
        shared["other"] = "in between"
        changed.set()

    other = Thread(target=change)
    other.start()
    assert shared.get(Key(waits=True)) is None
    other.join(60)

    assert changed.is_set() and "other" in shared


def test_each_its_own_and_together_at_the_end() -> None:
    """Each thread returns its part, and no lock is needed."""

    def part(number: int) -> int:
        own: dict[int, int] = {}
        for item in range(number, WORKERS * EACH, WORKERS):
            own[item % 7] = own.get(item % 7, 0) + 1
        return sum(own.values())

    assert all_at_once(part) == WORKERS * EACH
