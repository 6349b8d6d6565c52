from threading import Event

import pytest

from snippets.executors import late_tasks as program


def test_what_has_not_begun_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the water boils at last, the cook has the first egg alone."""
    boiled = list[str]()

    def boil(egg: str) -> None:
        assert program.water_boils.wait(60)
        boiled.append(egg)

    monkeypatch.setattr(program, "water_boils", Event())
    monkeypatch.setattr(program, "boil", boil)
    program.main()

    assert boiled == ["brown"]


def test_an_egg_needs_boiling_water(monkeypatch: pytest.MonkeyPatch) -> None:
    """With it nothing is raised, and without it a TimeoutError."""
    water = Event()
    monkeypatch.setattr(program, "water_boils", water)
    monkeypatch.setattr(water, "wait", lambda limit: water.is_set())
    with pytest.raises(TimeoutError, match="did not boil"):
        program.boil("brown")

    water.set()
    program.boil("brown")
