"""What the page "Go on after an error in map" says, beyond what its programs show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

PAGES = ("go-on-after-an-error", "retry-what-failed")
FENCE = re.compile(r"(?ms)^```python\n(.*?)^```$")


def text_of(name: str) -> str:
    """The fence of one of the pages that types a function."""
    pages = [Path("docs", "executors", f"{page}.md").read_text(encoding="utf-8") for page in PAGES]
    (text,) = (text for page in pages for text in FENCE.findall(page) if f"def {name}(" in text)
    return text


def typed(name: str, **given: Any) -> Any:
    """A function that one of the pages types."""
    exec(text_of(name), given)
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


RETRIED = """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path


def work(item):
    mark = Path(f"{KIND}{item}")
    times = len(mark.read_text()) if mark.exists() else 0
    mark.write_text("x" * (times + 1))
    if times < item:
        raise OSError(f"{item} was busy at try {times + 1}")
    return item * 10


if __name__ == "__main__":
    with KIND(2) as pool:
        found, failed = retried(pool, work, [0, 1, 2, 2, 3, 9])
    print(sorted(found.items()), {item: str(error) for item, error in sorted(failed.items())})
    print([len(Path(f"{KIND}{item}").read_text()) for item in (0, 1, 2, 3, 9)])
"""


@pytest.mark.parametrize("kind", ["ThreadPoolExecutor", "ProcessPoolExecutor"])
def test_what_failed_is_tried_again(printed: Callable[[str], str], kind: str) -> None:
    """As often as was said; the last error of those that fail each time is told."""
    text = text_of("retried")
    program = RETRIED.replace("{KIND}", "mark-").replace("KIND", kind)

    assert printed(text + program) == (
        "[(0, 0), (1, 10), (2, 20)]"
        " {3: '3 was busy at try 3', 9: '9 was busy at try 3'}\n[1, 2, 3, 3, 3]\n"
    )


def test_a_second_try_comes_behind_those_that_wait(printed: Callable[[str], str]) -> None:
    """With one worker that is the order in which they are begun."""
    text = text_of("retried")
    said = printed(
        text
        + """
from concurrent.futures import ThreadPoolExecutor

begun = []


def work(item):
    begun.append(item)
    if begun == ["a"]:
        raise OSError(item)


with ThreadPoolExecutor(1) as pool:
    pool.submit(wait, [])
    retried(pool, work, "abc")
print(begun[-1], sorted(begun))
"""
    )

    assert said == "a ['a', 'a', 'b', 'c']\n"


def test_a_broken_pool_takes_no_second_try(printed: Callable[[str], str]) -> None:
    """Submit raises at once, so a new pool is needed."""
    said = printed("""
        import os
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                for call in (os._exit, 1), (abs, 1):
                    try:
                        pool.submit(*call).result(60)
                    except BrokenProcessPool:
                        print("broken")
        """)

    assert said == "broken\nbroken\n"
