"""What the page "Go on after an error in map" says, beyond what its programs show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

PAGE = Path("docs", "executors", "go-on-after-an-error.md")
FENCE = re.compile(r"(?ms)^```python\n(.*?)^```$")


def typed(name: str, **given: Any) -> Any:
    """A function that the page types."""
    (text,) = (text for text in FENCE.findall(PAGE.read_text()) if f"def {name}(" in text)
    exec(text, given)
    return given[name]


@pytest.mark.parametrize("method", ["imap", "imap_unordered"])
def test_imap_goes_on_after_an_error(method: str) -> None:
    """The function of the page gives every result, and the error in the place of the bad one."""
    results_of: Callable[..., Iterator[Any]] = typed("results_of")
    with get_context("spawn").Pool(1) as pool:
        if method == "imap":
            found = list(results_of(pool, int, ["1", "x", "3"]))
        else:
            results = pool.imap_unordered(int, ["1", "x", "3"])
            found = [next(results)]
            with pytest.raises(ValueError, match="'x'"):
                next(results)
            found += [None, next(results)]

    assert found[::2] == [1, 3]


def test_pool_map_raises_the_first_error_when_all_are_through(tmp_path: Path) -> None:
    """The tasks behind the bad ones were done, and no result is given."""
    names = ["a", "b"]
    tasks = [str(tmp_path / names[0]), "\0", str(tmp_path / names[1])]
    with get_context("spawn").Pool(1) as pool:
        with pytest.raises(ValueError, match="null"):
            pool.map(Path.touch, map(Path, tasks), chunksize=1)
        assert sorted(path.name for path in tmp_path.iterdir()) == names
        with pytest.raises(ValueError, match="null"):
            pool.starmap(open, [("\0",), (tasks[0],)], chunksize=1)


def test_a_task_can_return_its_error() -> None:
    """The other function of the page: a result or an error."""
    tried = typed("tried", work=int)

    assert tried("7") == (7, None)
    nothing, error = tried("x")
    assert nothing is None and isinstance(error, ValueError)
