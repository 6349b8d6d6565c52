"""Runs programs and writes their transcripts: ``make record``."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from recorder.cell import cell_showing, lacking, observe
from recorder.hold.check import steadiness, transcript_of
from recorder.hold.conduct import conduct, repeatable
from recorder.pythons.interpreters import Interpreter
from recorder.write.recording import Recording
from shelf.conditions import Case
from shelf.sample import Sample


def record(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Recording]:
    """Run each sample and write the transcripts that no longer hold.

    The first interpreter is used where it can show a variant, else the next
    that can.  A run that is not as its header says is never written down, nor
    is a text that a second run does not print too.  Nothing is written before
    all have run, so that no program is blamed for a file that the recorder
    wrote.
    """
    jobs = [(sample, case) for sample in wanted for case in sample.header.cases]

    def work(job: tuple[Sample, Case]) -> tuple[Recording, str]:
        sample, case = job
        path = sample.transcript_path(case)
        name = path.relative_to(sample.root).as_posix()
        place_found = cell_showing(sample, case, interpreters)
        if place_found is None:
            why = lacking(sample) or f"no interpreter here shows it ({case.where.label})"
            return Recording(name, f"not run: {why}"), ""
        interpreter, cell = place_found
        result = observe(sample, interpreter, cell)
        faults = conduct(sample, cell, result)
        text = str(transcript_of(sample, cell, result))
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if not faults and text != old:
            second = observe(sample, interpreter, cell)
            faults = conduct(sample, cell, second) or steadiness(sample, cell, result, second)
        if not faults:
            return Recording(name, "unchanged" if text == old else "written"), text
        faults = repeatable(faults, f"make record ONLY={sample.stem}")
        return Recording(name, "refused", tuple(faults)), ""

    with ThreadPoolExecutor(2) as pool:
        done = list(zip(jobs, pool.map(work, jobs), strict=True))
    for (sample, case), (recording, text) in done:
        path = sample.transcript_path(case)
        if recording.news == "written":
            path.write_text(text, encoding="utf-8", newline="\n")
        elif recording.news == "unchanged":
            path.touch()  # newer than its program, since it is what that prints now
        yield recording
