"""Engines answer today as they are on record to, end without a trace, and are seen to depart."""

from __future__ import annotations

import concurrent.futures
import datetime
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter, choose, find_all
from recorder.write.contract import END, NoAnswer, ask, command, start
from shelf import ROOT
from shelf.contract import (
    DEPARTS,
    ENGINES,
    HOLDS,
    INSIDE,
    NAME,
    Answer,
    Asked,
    Engine,
    clauses,
    current,
    read,
    update,
    write,
)
from shelf.fault import Fault
from tests.checks.records import answered
from tests.checks.work.messages import lacks, no

#: All of them, and twenty starts of each, in the long check: LONG=1.
LONG = "LONG" in os.environ
OTHERS = [engine for engine in ENGINES if engine.gate and not engine.library]
TODAY = OTHERS[datetime.date.today().toordinal() % len(OTHERS)]
ASKED = [
    engine for engine in ENGINES if engine.library or engine == TODAY or (LONG and engine.gate)
]
STARTS = 20
#: Seconds for all claims of an engine, or all starts: each of them has a limit of its own.
PATIENCE = 1800


#: Of so many claims is a share, for engines that start slowly.
SHARE = 10
QUICK = ("thread", "process-fork", "interpreters", "mpi")


def share(old: Asked) -> list[str]:
    """The claims to put today: all, or of an engine that is slow some, other ones each day."""
    if LONG or old.engine in QUICK:
        return [*old.answers]
    ending = [name for name, answer in old.answers.items() if answer.said != "it never ends"]
    some = random.Random(datetime.date.today().toordinal()).sample(ending, SHARE)
    return [name for name in old.answers if name in some]


def able(engine: Engine, interpreter: Interpreter) -> Interpreter:
    """The Python to ask on: that of the checks, or 3.14 where it is too old for the engine."""
    if engine.name == "interpreters" and not hasattr(concurrent.futures, "InterpreterPoolExecutor"):
        return find_all(["3.14"])[0].get("3.14", interpreter)
    return interpreter


def on_record(engine: Engine, tag: str) -> Asked:
    """What an engine answered on a Python."""
    found = [run for run in current(read()) if (run.engine, run.python) == (engine.name, tag)]
    if not found:
        pytest.skip(f"{engine.name} is not on record on Python {tag}")
    return found[0]


@pytest.mark.parametrize("check", answered.CHECKS)
def test_the_answers(check: Callable[[Path], list[Fault]]) -> None:
    """They are of the claims as they are now, whole, and each departure was seen twice."""
    no(check(ROOT))


@pytest.mark.timeout(PATIENCE)
@pytest.mark.parametrize("engine", [pytest.param(one, id=one.name) for one in ASKED])
def test_they_come_again(engine: Engine, interpreter: Interpreter) -> None:
    """A claim put anew comes to the same: every one in the long check, and else a share."""
    interpreter = able(engine, interpreter)
    old = on_record(engine, interpreter.tag)
    try:
        assert answered.unlike(old, ask(engine, interpreter, share(old))) == []
    except NoAnswer as why:
        if "no network" in str(why) and "CI" not in os.environ:
            pytest.skip(f"{engine.name}: {why}")
        raise


@pytest.mark.timeout(PATIENCE)
@pytest.mark.skipif(not LONG, reason="twenty starts of each engine: LONG=1")
@pytest.mark.parametrize("engine", [pytest.param(one, id=one.name) for one in ENGINES if one.gate])
def test_it_ends_without_a_trace(engine: Engine, interpreter: Interpreter) -> None:
    """Started and ended 20 times in a row it leaves no process, socket, file or folder.

    Dask's folder for scratch stays, with two lock files: whoever starts it removes that.
    """
    try:
        begin = command(engine, able(engine, interpreter))
    except NoAnswer as why:
        pytest.skip(f"{engine.name}: {why}")
    for number in range(STARTS):
        seen = start(engine, begin, ["map_in_order"])
        assert (seen.begun, seen.left) == (END, ()), f"start {number}: {seen}"
        assert seen.answers["map_in_order"].came == HOLDS


# Engines that depart

PLANTED = {
    "loses_arguments": """
        def submit(self, fn, /, *args, **kwargs):
            return super().submit(losing, fn, *args, **kwargs)
    """,
    "reorders": """
        def map(self, *given, **options):
            return iter([*super().map(*given, **options)][::-1])
    """,
    "swallows_cancel": """
        def submit(self, fn, /, *args, **kwargs):
            future = super().submit(fn, *args, **kwargs)
            future.cancel = lambda: True
            return future
    """,
    "runs_once": """
        def submit(self, fn, /, *args, **kwargs):
            key = fn, args, *kwargs.items()
            self.known = getattr(self, "known", {})
            if key not in self.known:
                self.known[key] = super().submit(fn, *args, **kwargs)
            return self.known[key]
    """,
    "forgets": """
        def submit(self, fn, /, *args, **kwargs):
            return futures.Future()
    """,
    "dies": """
        def submit(self, fn, /, *args, **kwargs):
            os._exit(5)
    """,
}
LOSING = """

def losing(fn, *args, **kwargs):
    try:
        return fn(*args, **kwargs)
    except Exception as error:
        raise type(error)(str(error)) from None
"""


def plant(folder: Path, text: str) -> Path:
    """The folder that holds claims and engines, with more of these."""
    inside = shutil.copytree(INSIDE, folder / "inside")
    with (inside / "engines.py").open("a", encoding="utf-8") as file:
        file.write(f"\nfrom contextlib import nullcontext\n{text}")
    return inside


@pytest.mark.parametrize(
    ("planted", "claim", "words"),
    [
        ("loses_arguments", "error_is_whole", "ValueError: ('cake', 7)"),
        ("reorders", "map_in_order", "[19, 18, 17, 16] came first"),
        ("swallows_cancel", "cancelled_task_never_runs", "cancel() is True"),
        ("swallows_cancel", "running_task_is_not_cancelled", "cancel() is True"),
        ("runs_once", "same_call_twice", "1 runs of 10"),
        ("forgets", "function_of_main", "it never ends"),
        ("dies", "function_of_main", "the whole program ends, with status 5"),
    ],
)
def test_a_planted_departure_is_caught_by_name(
    planted: str,
    claim: str,
    words: str,
    tmp_path: Path,
    interpreter: Interpreter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An engine that departs is seen to, where threads as they are hold."""
    method = PLANTED[planted].replace("\n    ", "\n")
    inside = plant(
        tmp_path,
        f"{LOSING}\n\nclass Planted(futures.ThreadPoolExecutor):{method}\n\n"
        "ENGINES['planted'] = lambda: nullcontext(lambda **options: Planted(2, **options))\n",
    )
    for name in ("asker.py", "clauses.py", "endings.py"):  # what never comes is soon seen
        source = (inside / name).read_text()
        (inside / name).write_text(source.replace("LIMIT = 30.0", "LIMIT = 1.0"))
    monkeypatch.setattr("recorder.write.contract.INSIDE", inside)
    answers = ask(Engine("planted", "planted"), interpreter, [claim, "map_takes_generator"]).answers

    assert answers[claim].came == DEPARTS
    assert words in answers[claim].said
    monkeypatch.undo()
    assert ask(ENGINES[0], interpreter, [claim]).answers[claim].came == HOLDS


MESSY = """

@contextmanager
def messy():
    with open(f"{tempfile.gettempdir()}/cake.sock", "w"):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield lambda **options: futures.ThreadPoolExecutor(2, **options)

ENGINES["messy"] = messy
"""


def test_what_an_engine_leaves_is_seen(
    tmp_path: Path, interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process and a file that outlive it are named, and the process is ended."""
    monkeypatch.setattr("recorder.write.contract.INSIDE", plant(tmp_path, MESSY))
    seen = start(Engine("messy", "messy"), [interpreter.path], ["function_of_main"])

    assert seen.begun == END
    process, file = seen.left
    assert "time.sleep(60)" in process
    assert file == "tmp/cake.sock"


# The record


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way through the file."""
    runs = read()
    write(runs, tmp_path / "contract.json")

    assert read(tmp_path / "contract.json") == sorted(runs, key=lambda run: run.key)


def test_the_same_answer_keeps_its_words(tmp_path: Path) -> None:
    """Another wording is no news, another answer is."""
    path, run = tmp_path / "contract.json", read()[0]
    write([run], path)
    name = next(iter(run.answers))
    came = run.answers[name].came

    of = run.answers[name].of
    other = Answer("does not ask", "because", of)

    assert not update(path, _with(run, name, Answer(came, "in other words", of)))
    assert update(path, _with(run, name, other))
    assert read(path)[0].answers[name] == other


def _with(run: Asked, name: str, answer: Answer) -> Asked:
    return replace(run, answers={**run.answers, name: answer})


def test_a_wrong_record_is_seen(tmp_path: Path) -> None:
    """Stale, a claim without an answer, an engine that is missing, a departure seen once."""
    (tmp_path / "snippets").mkdir()
    run = next(run for run in read() if run.engine == "process-fork")
    name = next(name for name, answer in run.answers.items() if answer.came == DEPARTS)
    short = {other: answer for other, answer in run.answers.items() if other != "map_in_order"}
    write([replace(run, digest="0", answers=short)], tmp_path / NAME)
    found = [fault for check in answered.CHECKS for fault in check(tmp_path)]
    said = "\n".join(fault.what for fault in found)

    assert f"what process-fork answered on Python {run.python} is of other claims" in said
    assert "has no answer to, or too: map_in_order" in said
    assert "ray answered on 0 Pythons" in said
    assert f"process-fork departs from {name} on Python {run.python} alone" in said
    assert [missing for fault in found for missing in lacks(fault, tmp_path)] == []


def test_every_claim_is_a_sentence() -> None:
    """Each has its sentence, and its name is found in it or in what it asks."""
    for clause in clauses().values():
        assert clause.sentence.endswith(".") and len(clause.sentence) < 100
        assert clause.code.startswith(f"def {clause.name}(ask: Ask)")
    assert len(clauses()) >= 25


def test_a_python_that_is_too_old_is_not_asked() -> None:
    """Interpreters are there from 3.14."""
    found, _ = find_all(["3.11", "3.12", "3.13"])
    if not found:
        pytest.skip("no older Python here")
    engine = next(one for one in ENGINES if one.name == "interpreters")
    with pytest.raises(NoAnswer, match=r"from Python 3\.14"):
        ask(engine, choose(next(iter(found))))
