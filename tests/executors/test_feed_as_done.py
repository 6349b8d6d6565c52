from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from snippets.executors import feed_as_done
from snippets.executors.feed_as_done import AHEAD, parse_all


@pytest.mark.parametrize("length", [0, 1, AHEAD, AHEAD + 1, 200])
def test_every_line_gives_one_result(length: int) -> None:
    """No line is lost and none comes twice, be the feed short or long."""
    with ThreadPoolExecutor(3) as pool:
        parsed = list(parse_all(pool, range(length)))

    assert sorted(parsed) == sorted(f"line {line} parsed" for line in range(length))


def test_a_slow_line_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first line is parsed, all others come."""
    last_came = Event()

    def parse(line: int) -> str:
        assert line or last_came.wait(10)
        return str(line)

    monkeypatch.setattr(feed_as_done, "parse", parse)
    with ThreadPoolExecutor(2) as pool:
        parsed = parse_all(pool, range(50))
        came = [next(parsed) for _ in range(50 - AHEAD)]
        last_came.set()
        rest = list(parsed)

    assert "0" not in came
    assert sorted(came + rest, key=int) == [str(line) for line in range(50)]
