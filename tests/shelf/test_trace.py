"""A trace is written in the Trace Event Format, and read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shelf import Sample
from shelf.trace import (
    Facts,
    Lane,
    Span,
    Trace,
    TraceError,
    outdated,
    path_of,
    paths,
    read,
    recorded,
    write,
)

FACTS = Facts("threads/subject", "0" * 16, "3.14.7", True, "fork", "linux", 1.5, 0.25)
#: Two processes: a worker with units and a lock, one that waits, and one that was given up.
TRACE = Trace(
    FACTS,
    (
        Lane(
            "worker",
            "main",
            Span("lane", "worker", 0, 9_000_001),
            (
                Span("unit", "bake 1", 0, 4_000_000, ending="cut off"),
                Span("unit", "bake 2", 4_500_000, 8_000_000),
                Span("holds", "lock", 1_000_000, 3_000_000),
                Span("holds", "lock", 2_000_000, 2_500_000),
            ),
        ),
        Lane(
            "bob",
            "child",
            Span("lane", "bob", 1_000, 5_000_000, ending="cancelled"),
            (Span("blocked", "lock", 1_500, 3_000_000, "worker"), Span("waits", "a gate", 3, 4)),
        ),
        Lane("cleo", "main", Span("lane", "cleo", 1_000, 2_000)),
    ),
)


def events(trace: Trace, folder: Path) -> list[dict]:
    """What a viewer finds in the file."""
    write(trace, folder / "x.trace.json")
    data = json.loads((folder / "x.trace.json").read_text())
    assert data["displayTimeUnit"] == "ms"
    return data["traceEvents"]


def test_a_trace_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Lanes in their order, and on each its spans; a lock is noted when it is let go."""
    file = tmp_path / "x.trace.json"
    write(TRACE, file)
    found = read(file)
    worker, *others = found.lanes

    assert (found.facts, tuple(others)) == (FACTS, TRACE.lanes[1:])
    assert replace(worker, spans=()) == replace(TRACE.lanes[0], spans=())
    assert sorted(worker.spans, key=repr) == sorted(TRACE.lanes[0].spans, key=repr)
    assert worker.of("holds", "unit") == [*worker.spans]
    assert [span.name for span in worker.of("unit")] == ["bake 1", "bake 2"]


def test_a_viewer_finds_processes_threads_and_microseconds(tmp_path: Path) -> None:
    """Each has a number and a name; what is not known is left out."""
    found = events(TRACE, tmp_path)
    names = [
        (one["name"], one["pid"], one.get("tid"), one["args"]["name"])
        for one in found
        if one["ph"] == "M"
    ]
    spans = {one["name"]: one for one in found if one["ph"] == "X"}

    assert names == [
        *(("process_name", 1, None, "main"), ("process_name", 2, None, "child")),
        *(("thread_name", 1, 1, "worker"), ("thread_name", 2, 2, "bob")),
        ("thread_name", 1, 3, "cleo"),
    ]
    assert spans["worker"] == {
        **{"ph": "X", "name": "worker", "cat": "lane", "pid": 1, "tid": 1},
        **{"ts": 0.0, "dur": 9000.001},
    }
    assert spans["lock"]["args"] == {"for": "worker"}
    assert spans["bake 1"]["args"] == {"ending": "cut off"}
    assert (spans["bob"]["ts"], spans["bob"]["args"]) == (1.0, {"ending": "cancelled"})


def test_a_lock_that_is_held_is_a_pair(tmp_path: Path) -> None:
    """With an id of its own, since it may overlap others."""
    held = [one for one in events(TRACE, tmp_path) if one.get("cat") == "holds"]

    assert [(one["ph"], one["ts"]) for one in held] == [
        *(("b", 1000.0), ("e", 3000.0), ("b", 2000.0), ("e", 2500.0)),
    ]
    first, second = held[0]["id"], held[2]["id"]
    assert [one["id"] for one in held] == [first, first, second, second]
    assert first != second


def test_a_span_gets_its_end() -> None:
    assert Span("waits", "x", 1, 2, "a").until(7, "cut off") == Span(
        "waits", "x", 1, 7, "a", "cut off"
    )


def test_the_end_is_that_of_the_last_lane() -> None:
    assert TRACE.end == 9_000_001
    assert Trace(FACTS, ()).end == 0


def test_noise_does_not_change_the_outline() -> None:
    """Lengths, waits and the order of lanes are noise; a name, an ending, a state are none."""
    worker, bob, cleo = TRACE.lanes
    longer = replace(worker, whole=worker.whole.until(10, ""), spans=worker.spans[:2])
    given_up = replace(worker, whole=worker.whole.until(10, "cut off"))
    two = replace(bob, spans=(Span("unit", "a", 1, 2), Span("unit", "b", 3, 4)))
    parted = [replace(bob, spans=(span,)) for span in two.spans]
    unit = replace(worker, spans=(worker.spans[0].until(5, ""), worker.spans[1]))

    assert Trace(FACTS, (cleo, bob, longer)).outline == TRACE.outline
    one, other = (Trace(FACTS, tuple(lanes)).outline for lanes in (parted, parted[::-1]))
    assert one == other
    for another in (
        Trace(replace(FACTS, digest="1" * 16), TRACE.lanes),
        Trace(FACTS, (given_up, bob, cleo)),
        Trace(FACTS, (unit, bob, cleo)),
        Trace(FACTS, (worker, replace(bob, process="main"), cleo)),
        Trace(FACTS, (worker, bob)),
    ):
        assert another.outline != TRACE.outline


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"traceEvents": [], "otherData": {"x": 1}}'])
def test_what_is_no_trace_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.trace.json"
    file.write_text(text)
    where = "/".join(tmp_path.parts[-2:])

    with pytest.raises(TraceError, match=rf"^{where}/x.trace.json is no trace"):
        read(file)


def test_a_trace_belongs_to_a_case_and_a_state(program: Callable[..., Sample]) -> None:
    """What is missing or of another state is told with the command; who may have it old, has it."""
    sample = program(
        '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# ///\nprint(1)\n'
    )
    older = sample.case("older")
    assert path_of(sample).name == "subject.trace.json"
    assert path_of(sample, older).name == "subject.older.trace.json"
    cure = "; make trace ONLY=threads/subject$"
    with pytest.raises(TraceError, match=f"no trace .*subject.trace.json{cure}"):
        recorded(sample)

    assert paths(sample) == []
    fits = replace(TRACE, facts=replace(FACTS, digest=sample.digest))
    write(TRACE, path_of(sample, older))
    write(fits, path_of(sample))
    assert paths(sample) == [path_of(sample), path_of(sample, older)]
    assert recorded(sample).facts == fits.facts
    assert not outdated(fits, sample)
    state = f"snippets/threads/subject.older.trace.json is of another state .*{cure}"
    with pytest.raises(TraceError, match=state):
        recorded(sample, older)
    assert recorded(sample, older, stale=True).facts == FACTS
