from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from snippets.executors import steps_of_each_task as program


@pytest.mark.parametrize("bar", [True, False])
def test_the_bar_shows_how_far_each_is(
    bar: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On one line, which it writes over; without the option there is none."""
    monkeypatch.setattr(program, "BAR", bar)
    program.draw([3, 2, 1])
    program.draw([300, 200, 100], "\n")
    told = "\rcats 3/300, dogs 2/200, birds 1/100\rcats 300/300, dogs 200/200, birds 100/100\n"

    assert capsys.readouterr().err == (told if bar else "")


def test_it_draws_until_all_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is not, at each look, and once more at the end; an error is raised after that."""
    drawn, looks = list[str](), list[Any]()

    def wait(tasks: Any, timeout: float) -> Any:
        looks.append(timeout)
        return DoneAndNotDone(len(looks) < 3)

    class DoneAndNotDone:
        def __init__(self, left: bool) -> None:
            self.not_done = left

    def pool(workers: Any, context: Any, *words: Any) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(workers)

    def fail(place: int, steps: int) -> None:
        if place == 1:
            raise OSError("no dogs")

    monkeypatch.setattr(program, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(program.signal, "signal", lambda *words: None)
    monkeypatch.setattr(program, "wait", wait)
    monkeypatch.setattr(program, "work", fail)
    monkeypatch.setattr(program, "draw", lambda counts, end="": drawn.append(end))
    with pytest.raises(OSError, match="no dogs"):
        program.main()

    assert looks == [program.LOOK] * 3
    assert drawn == ["", "", "\n"]
