"""A command says what came of each program, and its status says whether all went well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from recorder import commands
from recorder.__main__ import main
from recorder.pythons.interpreters import Interpreter, ask
from recorder.write.recording import Recording
from recorder.write.strike import Place
from recorder.write.trials import Tried
from recorder.write.verdict import Trial
from shelf import find
from shelf.contract import CAME, ENGINES, HOLDS
from shelf.fault import Fault
from shelf.sample import BROKEN
from shelf.trials import ENDED, HUNG

STEM = "threads/lost_update"
FAULT = Fault("it prints nothing", "snippets/threads/lost_update.py:1", "why", "mend it")
FINE, BAD = Recording("a.txt", "written"), Recording("b.txt", "refused", (FAULT,))
SAME = Recording("c.txt", "unchanged")
#: Stands for whatever a command would do, and notes what it was asked.
Stub = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Puts something in place of what a command calls: ``stub("trace", [...])``."""

    def put(name: str, answer: Any) -> list[tuple[Any, ...]]:
        asked: list[tuple[Any, ...]] = []

        def call(*words: Any, **more: Any) -> Any:
            asked.append(words)
            return answer

        monkeypatch.setattr(commands, name, call)
        return asked

    return put


@pytest.fixture
def here() -> Interpreter:
    return ask(sys.executable)


@pytest.mark.parametrize("command", ["trace", "orders"])
@pytest.mark.parametrize(("recordings", "status"), [([FINE, SAME], 0), ([FINE, BAD], 1), ([], 0)])
def test_one_that_is_refused_is_told_and_has_a_status(
    stub: Stub,
    capsys: pytest.CaptureFixture[str],
    command: str,
    recordings: list[Recording],
    status: int,
) -> None:
    """Each is named with what came of it, and why one was refused."""
    stub("find_all", ({}, {}))
    asked = stub(command, recordings)

    assert main([command, STEM]) == status
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"{one.news:>10}  {one.path}" for one in recordings]
    assert (FAULT.what in said.err) == bool(status)
    ((wanted, pythons),) = asked
    stems = [STEM, f"{STEM}{BROKEN}"] if command == "orders" else [STEM]
    assert [sample.stem for sample in wanted] == stems
    assert len(pythons) == 1


def test_others_follow_the_python_that_was_asked_for(stub: Stub, here: Interpreter) -> None:
    """Each once; where one is enough, no other is asked."""
    other = SimpleNamespace(path="/other")
    stub("find_all", ({"3.11": here, "3.14": other}, {}))
    stub("choose", here)
    asked = stub("orders", [])

    assert main(["orders", STEM]) == main(["orders", "--only-here", STEM]) == 0
    assert [[one.path for one in pythons] for _, pythons in asked] == [
        *([here.path, "/other"], [here.path]),
    ]


@pytest.mark.parametrize(
    ("faults", "why", "status", "words"),
    [
        ([], "", 0, "    passed  "),
        ([FAULT], "", 1, "    failed  "),
        ([], "only on 3.99", 0, "   not run  "),
    ],
)
def test_a_check_says_how_each_program_went(
    stub: Stub,
    capsys: pytest.CaptureFixture[str],
    faults: list[Fault],
    why: str,
    status: int,
    words: str,
) -> None:
    stub("runs_on", why)
    stub("verify", faults)

    assert main(["check", STEM]) == status
    said = capsys.readouterr()
    more = f": {why}" if why else ""
    assert said.out == f"{words}{STEM}{more}\n{words}{STEM}{BROKEN}{more}\n"
    assert said.err.count(FAULT.what) == len(faults)  # those alike are one


@pytest.mark.parametrize(("faults", "status"), [((), 0), ((FAULT,), 1)])
def test_a_measurement_that_is_refused_has_a_status(
    stub: Stub,
    capsys: pytest.CaptureFixture[str],
    here: Interpreter,
    faults: tuple[Fault, ...],
    status: int,
) -> None:
    stem = "processes/start_cost_timing"
    stub("pair", [here])
    done = SimpleNamespace(sample=find(stem), interpreter=here, news="written", faults=faults)
    asked = stub("measure", [done])

    assert main(["measure", stem]) == status
    said = capsys.readouterr()
    assert said.out == f"{stem} on {here.tag}: written\n"
    assert (FAULT.what in said.err) == bool(faults)
    assert [sample.stem for sample in asked[0][0]] == [stem]
    assert main(["measure", STEM]) == 2
    assert f"there is no program '{STEM}' that measures" in capsys.readouterr().err


@pytest.mark.parametrize("hung", [False, True])
@pytest.mark.parametrize("dry", [False, True])
def test_a_use_drill_counts_what_came_and_writes_it_down(
    stub: Stub,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    here: Interpreter,
    hung: bool,
    dry: bool,
) -> None:
    """Unless it is to be dry; one that does not end well has a status."""
    trials = [Trial("error", Place("main", 3), ENDED)] * 2
    trials += [Trial("error", Place("main", 4), HUNG, (FAULT,))] if hung else []
    stub("put_to_trial", [Tried(find(STEM), here, trials)])
    updates: list[Path] = []
    monkeypatch.setattr(commands.trials, "update", lambda path, *_: updates.append(path))

    assert main(["use", STEM, "--on", sys.executable, *(["--dry"] if dry else [])]) == hung
    said = capsys.readouterr()
    count = f"2 {ENDED}" + (f", 1 {HUNG}" if hung else "")
    assert said.out.splitlines()[0] == f"{STEM} on {here.tag}: {count}"
    assert said.out.splitlines()[1].startswith("1 programs on ")
    assert said.out.splitlines()[1].endswith(f" s: {count}")
    assert (FAULT.what in said.err) == hung
    assert [path.name for path in updates] == ([] if dry else ["trials.json"])


@pytest.mark.parametrize(
    ("why", "gate", "status"),
    [
        ("it does not start: no", True, 1),
        ("it does not start: no", False, 0),
        ("not installed", True, 0),
    ],
)
def test_an_engine_that_has_to_answer_and_is_silent_has_a_status(
    stub: Stub,
    capsys: pytest.CaptureFixture[str],
    here: Interpreter,
    why: str,
    gate: bool,
    status: int,
) -> None:
    engine = SimpleNamespace(name=ENGINES[0].name, gate=gate)
    stub("contract", [(engine, here, why)])
    stub("find_all", ({here.tag: here}, {}))

    assert main(["contract", ENGINES[0].name]) == status
    assert capsys.readouterr().out == f"{engine.name} on {here.tag}: not asked: {why}\n"


@pytest.mark.parametrize(("news", "words"), [(True, "written"), (False, "unchanged")])
def test_what_an_engine_answered_is_counted(
    stub: Stub, capsys: pytest.CaptureFixture[str], here: Interpreter, news: bool, words: str
) -> None:
    """A departure is news and no fault; an engine that nobody knows is named."""
    seen = SimpleNamespace(answers={"a": SimpleNamespace(came=HOLDS)})
    stub("contract", [(ENGINES[0], here, seen)])
    stub("update_answers", news)

    assert main(["contract", ENGINES[0].name, "--on", sys.executable]) == 0
    counts = ", ".join(f"{int(came == HOLDS)} {came}" for came in CAME)
    assert capsys.readouterr().out == f"{ENGINES[0].name} on {here.tag}: {counts}; {words}\n"
    assert main(["contract", "threed"]) == 2
    assert "there is no engine 'threed'; did you mean" in capsys.readouterr().err
