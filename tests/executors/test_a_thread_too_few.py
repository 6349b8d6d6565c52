"""No program leans on as many threads at once as its pool may have: a pool can start fewer.

Each that has such a pool is run so, with the items that it has and with one, so that its first
tasks end while the others are submitted.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recorder.cell import natural_cell, runs_on
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result
from recorder.write.growing import grown
from recorder.write.strike import Place, trial_of
from shelf import ROOT, Sample, samples
from shelf.kinds import demonstration
from shelf.trials import concerned
from tests.counted_twice import with_prelude
from tests.jobs.places import interpreter_for

#: What has a pool of threads, or of interpreters, which is one too.
POOLS = re.compile(r"ThreadPoolExecutor|InterpreterPoolExecutor|to_thread|run_in_executor")
#: Its first task ends while the others, which wait for each other, are submitted.
STAGES = '''"""Two threads meet."""

from concurrent.futures import ThreadPoolExecutor, wait
from queue import Queue

first, second = Queue[str](1), Queue[str](1)


def hand_on(own: Queue[str], other: Queue[str]) -> None:
    other.put("here")
    own.get()


def main() -> None:
    with ThreadPoolExecutor(3) as pool:
        pool.submit(print, "begun").result()
        while not pool._idle_semaphore._value:
            pass
        wait([pool.submit(hand_on, *two) for two in ((first, second), (second, first))])


if __name__ == "__main__":
    main()
'''


def run(sample: Sample, interpreter: Interpreter, source: str) -> Result:
    """What became of one text of a program."""
    cell = natural_cell(sample.header, interpreter)
    return trial_of(sample, interpreter, cell, "", Place(), source)[0]


@pytest.fixture(scope="module")
def newer() -> Interpreter:
    """A Python that has such an order, without the GIL where there is one."""
    return interpreter_for(["3.14t", "3.14", "3.15", "3.13"], 0)


def pooled() -> list[Sample]:
    """The programs that somebody might start work from, and that have a pool of threads."""
    return [s for s in samples(ROOT).values() if concerned(s) and POOLS.search(s.source)]


@pytest.mark.parametrize("sample", pooled(), ids=lambda sample: sample.stem)
def test_it_ends_where_its_pool_starts_a_thread_too_few(sample: Sample, newer: Interpreter) -> None:
    """As it ends where its pool starts them all."""
    if why := runs_on(sample, newer, natural_cell(sample.header, newer)):
        pytest.skip(why)

    sources = [sample.source]
    if not demonstration(sample):  # it is arranged for its own items
        sources += filter(None, [grown(sample.source, sample.header.grow).get("one")])
    for source in sources:
        fewer = run(sample, newer, with_prelude(source))
        assert not fewer.stopped, "\n".join(fewer.stands)
        if fewer.status:
            assert fewer.status == run(sample, newer, source).status


def test_one_that_leans_on_it_is_told(tmp_path: Path, newer: Interpreter) -> None:
    """Where threads are counted once it ends."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    sample = Sample(tmp_path, "threads/subject")
    sample.path.parent.mkdir(parents=True)
    sample.path.write_text(STAGES)

    assert run(sample, newer, STAGES).status == 0
    assert run(sample, newer, with_prelude(STAGES)).stopped
