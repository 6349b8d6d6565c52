from queue import Queue

import pytest

from snippets.threads import one_bad_item as program


class Prices(dict[str, int]):
    """Prices of which some cannot be read."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(pear=4)
        self.error = error

    def __missing__(self, fruit: str) -> int:
        raise self.error


def orders(*fruits: str | None) -> Queue[str | None]:
    """A queue of orders."""
    queue = Queue[str | None]()
    for fruit in fruits:
        queue.put(fruit)
    return queue


def test_an_error_that_nobody_foresaw_is_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged with its order, and the next one is sold."""
    monkeypatch.setattr(program, "PRICES", Prices(OSError("no list")))
    paid = list[int]()

    assert program.sell(orders("plum", "fig", "pear", None), paid) == 2
    assert paid == [4]
    assert "the order for plum failed" in caplog.text and "OSError: no list" in caplog.text


def test_what_is_no_exception_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever interrupts it is not one bad item."""
    monkeypatch.setattr(program, "PRICES", Prices(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        program.sell(orders("plum", "pear", None), [])


@pytest.mark.parametrize("error", [None, OSError("no list")])
def test_the_status_says_whether_one_failed(
    error: OSError | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order that is not sold here is none of those."""
    if error:
        monkeypatch.setattr(program, "PRICES", Prices(error))
    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == (1 if error else 0)
