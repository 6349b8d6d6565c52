from collections.abc import Callable
from concurrent.futures import Executor, Future
from time import sleep
from typing import Any

limits: list[float] = []


class Egg(Future[str]):
    """A future that notes how long it is waited for."""

    def result(self, timeout: float | None = None) -> str:
        assert timeout is not None
        limits.append(timeout)
        return super().result(timeout)


class Cook(Executor):
    """An executor with whom every egg is done at once."""

    def submit(self, fn: Callable[..., str], /, *args: Any, **kwargs: Any) -> Egg:
        egg = Egg()
        egg.set_result(fn(*args, **kwargs))
        return egg


def test_map_has_one_clock_for_all_its_results() -> None:
    """Time that is spent between two results is taken from what is left for the second."""
    limits.clear()
    for _ in Cook().map(str.upper, ["brown", "white"], timeout=60):
        sleep(0.02)  # stands for what is done between two results

    first, second = limits
    assert second <= first - 0.02


def test_the_clock_starts_with_the_call() -> None:
    """What is spent before the first result is asked for has run out of the limit."""
    limits.clear()
    eggs = Cook().map(str.upper, ["brown"], timeout=0.02)
    sleep(0.04)  # stands for what is done before the first result is asked for

    assert list(eggs) == ["BROWN"]
    assert limits[0] <= 0
