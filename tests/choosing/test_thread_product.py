from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread, current_thread
from types import SimpleNamespace
from typing import Any

import pytest

from snippets.choosing import thread_product as program


def test_the_helpers_count_and_are_shut_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is they who meet, and not the worker that has them."""
    shut, met = list[str](), list[Thread]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, *values: Any, **words: Any) -> None:
            shut.append("shut down")
            super().shutdown(*values, **words)

    def wait(timeout: float) -> int:
        met.append(current_thread())
        return 7

    monkeypatch.setattr(program, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(program, "meeting", SimpleNamespace(wait=wait), raising=False)

    assert program.survey("north") == [7]
    assert shut == ["shut down"]
    assert current_thread() not in met and len(met) == 1


@pytest.mark.parametrize(("workers", "helpers"), [(1, 2), (2, 1), (4, 1)])
def test_each_worker_has_a_helper(workers: int, helpers: int) -> None:
    """Also where there are more workers than CPUs."""
    assert program.__file__
    source = Path(program.__file__).read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "other_numbers"}
    exec(source.replace("WORKERS = CPUS\n", f"WORKERS = {workers}\n"), names)

    assert (names["WORKERS"], names["HELPERS"]) == (workers, helpers)
