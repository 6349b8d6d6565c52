from threading import Event

import pytest

from snippets.executors import map_timeout_loses as program


def test_each_file_is_loaded_under_its_name() -> None:
    """Also the slow one, once it is let go."""
    program.given_up.set()

    assert [program.load(file) for file in ("slow", "quick")] == ["slow loaded", "quick loaded"]


def test_an_error_that_map_loses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of the slow file, which nobody asks for any more."""

    class Torn(Event):
        def wait(self, timeout: float | None = None) -> bool:
            super().wait(timeout)
            raise OSError("the slow file is torn")

    monkeypatch.setattr(program, "given_up", Torn())
    monkeypatch.setattr(program, "failed", [])
    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == """failed: ["slow: OSError('the slow file is torn')"]"""


def test_an_error_ends_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noted, and raised all the same."""

    class Torn(Event):
        def set(self) -> None:
            raise OSError("torn")

    monkeypatch.setattr(program, "quick_done", Torn())
    monkeypatch.setattr(program, "failed", [])
    with pytest.raises(OSError, match="torn"):
        program.load("quick")

    assert program.failed == ["quick: OSError('torn')"]
