"""A program is known by its stem: what stands beside it, and which state it is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import HeaderError, Sample, UnknownSample
from shelf.kinds import arranged_lines, demonstration
from shelf.sample import NotPython, parse

ROOT = Path("top")


def test_a_stem_says_what_a_program_is() -> None:
    """Its topic and name, whether it is broken, measures, or does a whole job."""
    plain, broken = Sample(ROOT, "threads/a"), Sample(ROOT, "threads/a_broken")
    timing = Sample(ROOT, "processes/a_timing")

    assert plain.path == ROOT / "snippets" / "threads" / "a.py"
    assert (plain.topic, plain.name) == ("threads", "a")
    assert [one.broken for one in (plain, broken, timing)] == [False, True, False]
    assert [one.timing for one in (plain, broken, timing)] == [False, False, True]
    assert (plain.neighbour, broken.neighbour) == ("threads/a_broken", "threads/a")
    jobs = [Sample(ROOT, f"{topic}/a").job for topic in ("jobs", "engines", "threads", "job")]
    assert jobs == [True, True, False, False]


def test_a_stage_is_of_its_topic_or_of_another(program: Callable[..., Sample]) -> None:
    def stage(line: str) -> Path | None:
        return program(f"# /// script\n# [tool.sample]\n{line}# ///\n").stage

    top = program("").path.parents[2]
    assert stage("") is None
    assert stage('# stage = "server"\n') == top / "snippets/threads/stages/server.py"
    assert stage('# stage = "jobs/server"\n') == top / "snippets/jobs/stages/server.py"


def test_what_a_program_that_measures_is_lent_is_in_no_lock(
    program: Callable[..., Sample],
) -> None:
    block = '# /// script\n# dependencies = ["pyperf", "numpy"]\n# ///\n'
    plain, timing = program(block), program(block, "threads/subject_timing")
    only = program('# /// script\n# dependencies = ["pyperf"]\n# ///\n', "threads/only_timing")

    assert (plain.locked, timing.locked, only.locked) == (("pyperf", "numpy"), ("numpy",), ())
    assert [one.lock.name if one.lock else None for one in (plain, timing, only)] == [
        "numpy+pyperf.txt",
        "numpy.txt",
        None,
    ]
    assert timing.lock is not None
    timing.lock.parent.mkdir()
    timing.lock.write_text("numpy==2.4.0\npyperf==2.9.0\nrich==14.0\n")
    assert timing.packages == {"pyperf": "2.9.0", "numpy": "2.4.0"}
    assert only.packages == program("").packages == {}


def test_a_file_that_cannot_be_read_is_named(program: Callable[..., Sample]) -> None:
    sample = program("")
    sample.path.write_bytes(b"\xff")
    with pytest.raises(HeaderError, match=r"subject.py: not UTF-8 \(.*\); save it as UTF-8$"):
        _ = sample.source
    sample.path.unlink()
    with pytest.raises(
        HeaderError, match=r"subject.py: no such program; 'make record' lists the stems that exist$"
    ):
        _ = Sample(sample.root, sample.stem).source


def test_only_our_own_keys_are_left_out_of_a_header_with_packages(
    program: Callable[..., Sample],
) -> None:
    """And only in the header: what looks like one further down is the program's."""
    sample = program(
        '# /// script\n# dependencies = ["rich"]\n# [tool.sample]\n# expect = "hang"\n'
        '# [tool.sample.grow]\n# items = "A"\n# ///\nprint(1)\n'
        "# [tool.sample]\n# ///\n"
    )

    assert sample.shown == (
        '# /// script\n# dependencies = ["rich"]\n# ///\nprint(1)\n# [tool.sample]\n# ///\n'
    )


def test_its_sentence_is_its_docstring(program: Callable[..., Sample]) -> None:
    assert program('"""One\n\n  lock.\n"""\nprint(1)\n').sentence == "One lock."
    assert program("print(1)\n").sentence == ""


VARIANTS = """\
# /// script
# [tool.sample.variants.older]
# python = "<3.14"
# [tool.sample.variants.forked]
# start-method = "fork"
# ///
print(1)
"""


def test_a_case_is_found_by_name(program: Callable[..., Sample]) -> None:
    """The usual one has none; one that there is not names the nearest."""
    sample = program(VARIANTS)

    assert [sample.case(name).ending for name in ("", "older", "forked")] == [
        *("", ".older", ".forked")
    ]
    with pytest.raises(UnknownSample, match="threads/subject has no variant 'oldr'; did you mean"):
        sample.case("oldr")


def test_what_was_recorded_is_found_by_case(program: Callable[..., Sample]) -> None:
    """The usual one first, and none for a case without a file."""
    sample = program(VARIANTS, transcript="1\n")
    older, forked = sample.case("older"), sample.case("forked")
    sample.transcript_path(forked).write_text("$ python subject.py\n2\n")

    assert sample.transcript_path(older).name == "subject.older.txt"
    assert sample.transcript(older) is None
    found = sample.transcripts()
    assert [case.name for case in found] == ["", "forked"]
    assert [text.text for text in found.values()] == ["1\n", "2\n"]


def test_only_who_keeps_reads_once(program: Callable[..., Sample]) -> None:
    """Another reads a transcript anew each time that it is asked."""
    plain = program("print(1)\n", transcript="1\n")
    kept = Sample(plain.root, plain.stem, keeps=True)
    before = [(one.digest, one.transcript()) for one in (plain, kept)]
    plain.transcript_path().write_text("$ python subject.py\n2\n")

    assert before[0] == before[1]
    assert (kept.digest, kept.transcript()) == before[1]
    assert plain.digest != before[0][0]
    assert plain.transcript() != before[0][1]
    assert plain == kept


def test_a_digest_follows_all_that_a_program_runs_with(program: Callable[..., Sample]) -> None:
    """Its file, its transcripts and whose they are, its lock, and its stage."""
    block = '# /// script\n# dependencies = ["rich"]\n# [tool.sample]\n# stage = "a"\n'
    end = '# [tool.sample.variants.older]\n# python = "<3.14"\n# ///\n'

    def digest() -> str:
        return Sample(sample.root, sample.stem).digest

    sample = program(block + end, transcript="1\n")
    seen = [digest()]
    assert sample.lock is not None
    assert sample.stage is not None
    for path, text in (
        (sample.lock, "rich==1\n"),
        (sample.lock, "rich==2\n"),
        (sample.stage, "# one\n"),
        (sample.stage, "# two\n"),
        (sample.transcript_path(), "$ python -u subject.py\n1\n"),
        (sample.transcript_path(sample.case("older")), "$ python subject.py\n1\n"),
        (sample.path, block + end + "# more\n"),
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        seen.append(digest())
    usual = sample.transcript_path()
    usual.replace(usual.with_name("subject.gone.txt"))
    seen.append(digest())

    assert len({*seen}) == 9
    assert {len(one) for one in seen} == {16}


def test_what_does_not_parse_is_named_with_its_line() -> None:
    """The line of the file, and what Python says."""
    assert parse("print(1)\n", Path("a.py")).body
    with pytest.raises(NotPython, match=r"^a.py:2: not Python: invalid syntax$"):
        parse("print(1)\n1 +* 2\n", Path("a.py"))


def test_a_demonstration_says_which_lines_arrange(program: Callable[..., Sample]) -> None:
    """A mark is at the end of its line."""
    text = "gate.wait()  # arranged\na = 1  # arranged later\n#arranged\n"
    block = '# /// script\n# [tool.sample]\n# arranged = "a gate"\n# use = "threads/b"\n# ///\n'

    assert arranged_lines(text) == [1, 3]
    assert demonstration(program(block + text))
    assert not demonstration(program(text))
