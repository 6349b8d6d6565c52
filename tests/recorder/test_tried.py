"""What was done to programs takes the form of the record: each deed, how it came out, and where."""

from __future__ import annotations

import datetime
import platform
from collections.abc import Callable
from dataclasses import replace

from recorder.pythons.interpreters import Interpreter
from recorder.write.strike import Place
from recorder.write.trials import Tried, spared_deeds, trials_of
from recorder.write.verdict import Trial
from shelf import Sample
from shelf.deeds import DEEDS
from shelf.fault import Fault
from shelf.trials import ENDED, HUNG, SPARED, digest

DAY = datetime.date(2026, 11, 28)
FAULT = Fault("it hangs", "x.py:3", "why", "cure")


def did(sample: Sample, interpreter: Interpreter, *trials: Trial) -> dict[str, dict[str, str]]:
    """What the record holds of one program on one Python."""
    (run,) = trials_of([Tried(sample, interpreter, list(trials))], DAY)["runs"]
    (entry,) = run["programs"].values()
    found: dict[str, dict[str, str]] = entry["did"]
    return found


def test_each_deed_stands_with_its_outcomes_and_places(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """In the order of the deeds; places by who, where, and by which start method."""
    sample = program("print(1)\n")
    trials = [
        Trial("interrupt", Place("main", 9), ENDED),
        Trial("error", Place("thread", 12), ENDED),
        Trial("error", Place("main", 12, "spawn"), ENDED),
        Trial("error", Place("main", 12, "fork"), ENDED),
        Trial("error", Place("main", 3), ENDED),
        Trial("error", Place("main", 4), HUNG, (FAULT,)),
    ]
    found = did(sample, interpreter, *trials)

    assert [*found] == ["error", "interrupt"]
    assert found["interrupt"] == {ENDED: str(Place("main", 9))}
    assert [*found["error"]] == sorted([ENDED, HUNG])
    assert found["error"][HUNG] == "main 4"
    assert found["error"][ENDED] == "main 3, main 12 fork, main 12 spawn, thread 12"
    assert Tried(sample, interpreter, trials).faults == [FAULT]


def test_what_a_header_spares_stands_with_its_reason(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A deed by its own, else by that of its family."""
    header = '# /// script\n# [tool.sample.spared]\n# kill = "it has, by design, none"\n'
    sample = program(f'{header}# idle = "it has one"\n# memory = "too much"\n# ///\nprint(1)\n')
    found = did(sample, interpreter, Trial("error", Place("main", 3), ENDED))

    assert found == {
        "error": {ENDED: "main 3"},
        "memory": {SPARED: "too much"},
        "kill": {SPARED: "it has, by design, none"},
        "idle": {SPARED: "it has one"},
    }
    assert spared_deeds({"raise": "x", "one": "y"}) == [
        name for name, deed in DEEDS.items() if deed.family == "raise" or name == "one"
    ]
    assert spared_deeds({}) == []


def test_programs_of_one_python_stand_in_one_run(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """With what names that Python; one that could not be tried is not there."""
    one, two = program("print(1)\n", "threads/one"), program("print(2)\n", "threads/two")
    other = replace(interpreter, path="/other", version="3.14.2", free_threaded=True, gil=False)
    ended = [Trial("error", Place("main", 1), ENDED)]
    made = trials_of(
        [
            Tried(one, interpreter, ended),
            Tried(one, other, ended),
            Tried(two, interpreter, ended),
            Tried(two, other, why="it needs what is not here"),
        ],
        DAY,
    )

    assert [[*run["programs"]] for run in made["runs"]] == [
        *(["threads/one", "threads/two"], ["threads/one"]),
    ]
    last = made["runs"][1]
    assert {key: fact for key, fact in last.items() if key != "programs"} == {
        "python": "3.14t",
        "version": "3.14.2",
        "gil": False,
        "system": interpreter.system,
        "machine": platform.machine(),
    }
    entry = made["runs"][0]["programs"]["threads/two"]
    assert (entry["digest"], entry["date"]) == (digest(two), "2026-11-28")
    assert (made["schema"], made["news"]) == (1, [])
