"""An answer belongs to its claim and to its engine as they were, and others count for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shelf import contract
from shelf.contract import (
    ENGINES,
    Answer,
    Asked,
    Clause,
    ContractError,
    Engine,
    clauses,
    current,
    read,
    torn,
    update,
    write,
)

ENGINES_TEXT = """\
WORKERS = 2
def thread(): ...
class Dask: ...
def dask_apart(): ...
def ray(): ...
thread_too = 1
"""
CLAUSES_TEXT = '''\
def second(ask):
    """The second one
    holds."""
    return 2
def _helper(): ...
def first(ask):
    """The first one holds."""
LIMIT = 3
class Other:
    """No claim."""
'''


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """What works inside an interpreter, small: ``inside(engines=...)`` writes another state."""
    monkeypatch.setattr(contract, "INSIDE", tmp_path)

    def write_it(**texts: str) -> None:
        usual = {
            **{"engines": ENGINES_TEXT, "clauses": CLAUSES_TEXT},
            **{"endings": 'def third(ask):\n    """Third."""\n', "asking": "a", "asker": "b"},
        }
        for name, text in (usual | texts).items():
            (tmp_path / f"{name}.py").write_text(text)
        contract._digest.cache_clear()
        clauses.cache_clear()

    write_it()
    yield write_it
    contract._digest.cache_clear()
    clauses.cache_clear()


def test_claims_are_read_in_their_order(inside: Callable[..., None]) -> None:
    """Each function with a docstring: that is its sentence, and nothing else is a claim."""
    found = clauses()

    assert [*found] == ["second", "first", "third"]
    assert found["second"] == Clause(
        "second",
        "The second one holds.",
        'def second(ask):\n    """The second one\n    holds."""\n    return 2',
    )
    assert len(found["first"].digest) == 8
    assert len({clause.digest for clause in found.values()}) == 3


def test_an_engine_is_of_its_own_state(inside: Callable[..., None]) -> None:
    """Of its block, of what puts claims to it, and of nothing else in the file."""
    dask, apart, thread = (Engine(name, "") for name in ("dask", "dask-apart", "thread"))

    def digests() -> list[str]:
        return [one.digest for one in (dask, apart, thread)]

    def changed(**texts: str) -> list[bool]:
        inside(**texts)
        return [now != was for now, was in zip(digests(), before, strict=True)]

    before = digests()
    assert len({*before}) == 3 and {len(one) for one in before} == {16}
    assert changed(engines=ENGINES_TEXT.replace("Dask: ...", "Dask: x = 1")) == [True, True, False]
    assert changed(engines=ENGINES_TEXT.replace("dask_apart():", "dask_apart(a):")) == [
        *(False, True, False)
    ]
    assert changed(engines=ENGINES_TEXT.replace("thread():", "thread(a):")) == [
        *(False, False, True)
    ]
    assert changed(engines=ENGINES_TEXT.replace("thread_too = 1", "thread = 2")) == [False] * 3
    assert changed(asking="c") == changed(asker="c") == [True] * 3
    assert changed(clauses="") == [False] * 3


def test_an_engine_is_of_its_releases(inside: Callable[..., None]) -> None:
    """The standard library's have none."""
    loky = Engine("loky", "loky", ("loky",))

    assert [one.name for one in ENGINES if one.library] == [
        *("thread", "process-fork", "process-forkserver", "process-spawn", "interpreters"),
    ]
    assert ENGINES[0].releases == {} and ENGINES[0].lock() is None
    assert [*loky.releases] == ["loky"]
    assert loky.lock(Path("top")) == Path("top/snippets/locks/loky.txt")
    assert loky.digest != Engine("loky", "loky").digest


def asked(
    engine: str = "thread", python: str = "3.14", system: str = "linux", **answers: Answer
) -> Asked:
    """What an engine answered, made by hand; one that is known has its present digest."""
    digest = next((one.digest for one in ENGINES if one.name == engine), "0" * 16)
    return Asked(engine, python, "3.14.7", system, {}, digest, answers)


def test_a_change_of_one_answer_is_a_change_of_one_line(
    inside: Callable[..., None], tmp_path: Path
) -> None:
    """And of its run's seal; runs stand by engine in their order, system and Python."""
    file = tmp_path / "contract.json"
    answers = {"first": Answer("holds", "é", "ab"), "third": Answer("departs", "no", "cd")}
    runs = [
        *(asked("thread", python, **answers) for python in ("3.9", "3.14", "3.14t", "3.15")),
        asked("thread", "3.9", "macos", **answers),
        asked("loky", "3.9", **answers),
        asked("unheard", "3.9", **answers),
    ]
    write(reversed(runs), file)
    before = file.read_text().split("\n")

    assert read(file) == runs
    assert json.loads(file.read_text())["schema"] == 1
    assert '      "first": ["holds", "é", "ab"],' in before
    runs[2] = replace(runs[2], answers=answers | {"third": Answer("holds", "", "cd")})
    write(runs, file)
    after = file.read_text().split("\n")
    changed = [a for a, b in zip(before, after, strict=True) if a != b]
    assert [line.split('"')[1] for line in changed] == ["engine", "third"]


def test_an_answer_changed_by_hand_is_torn(tmp_path: Path) -> None:
    """And stays so when others are written beside it, which keep their own seal."""
    file = tmp_path / "contract.json"
    runs = [
        asked(name, "3.14", first=Answer("departs", "9 of 10", "ab")) for name in ("loky", "dask")
    ]
    write(runs, file)
    assert torn(read(file)) == []
    file.write_text(file.read_text().replace("9 of 10", "1 of 10", 1))

    write([*read(file), asked("thread", "3.14")], file)

    assert [run.engine for run in torn(read(file))] == ["loky"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "JSONDecodeError"),
        ("[]", "TypeError"),
        ("{}", "KeyError"),
        ('{"runs": [{"answers": {}}]}', "TypeError"),
        ('{"runs": [{"answers": []}]}', "AttributeError"),
    ],
)
def test_what_is_no_record_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "contract.json"
    file.write_text(text)

    says = rf"contract.json: no record of answers \({why}: .*\); remove it, then make contract$"
    with pytest.raises(ContractError, match=says):
        read(file)
    assert read(tmp_path / "none.json") == []


def test_an_answer_to_another_claim_counts_for_nothing(inside: Callable[..., None]) -> None:
    """Nor one of an engine as it was, or of one that is gone."""
    good = Answer("holds", "", clauses()["first"].digest)
    run = asked(first=good, third=Answer("holds", "", "0" * 8), gone=good)

    assert current([run, replace(run, digest="1" * 16), asked("unheard", first=good)]) == [
        asked(first=good)
    ]


def test_a_run_is_new_or_keeps_the_words_that_are_there(
    inside: Callable[..., None], tmp_path: Path
) -> None:
    """Of an answer that came again to the same claim, by the same engine."""
    file = tmp_path / "contract.json"
    old = asked(first=Answer("holds", "so", "ab"), third=Answer("departs", "so", "cd"))
    others = [asked("loky"), asked(python="3.15"), asked(system="macos")]
    for run in (old, *others):
        assert update(file, run)
    assert not update(file, old)
    assert sorted(read(file), key=repr) == sorted([old, *others], key=repr)

    def written(**answers: Answer) -> dict[str, Answer] | None:
        """The answers on record once these came; None where nothing was new."""
        write([old, *others], file)
        new = update(file, asked(**answers))
        return next(run for run in read(file) if run.key == old.key).answers if new else None

    first, third = Answer("holds", "otherwise", "ab"), Answer("holds", "it does", "cd")
    assert written(first=first, third=Answer("departs", "otherwise", "cd")) is None
    assert written(first=first, third=third) == {"first": old.answers["first"], "third": third}
    assert written(first=replace(first, of="ef")) == {"first": replace(first, of="ef")}
    assert written(second=first) == {"second": first}
    write([replace(old, digest="1" * 16)], file)
    assert update(file, asked(first=first))
    assert read(file) == [asked(first=first)]
