"""A folder of files, some of which fail, hang or kill: `jobs/process_folder`."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from snippets.jobs import process_folder
from tests.jobs import places
from tests.jobs.conftest import Job
from tests.jobs.places import LOOKS

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: What stands in place of the program's own `work`.
WORK = '    with gzip.open(source) as log, target.open("wb") as found:\n'
KILLS = {WORK: '    if "kill" in source.name:\n        os.abort()\n' + WORK}
CLOCK = {
    "from time import monotonic\n": "",
    "LIMIT = 60.0": LOOKS + "LIMIT = 60.0",
    "timeout=0.5": "timeout=0.01",  # from one look to the next
}
HANGS = CLOCK | {
    WORK: f'    if "hang" in source.name:\n        target.touch()\n        {places.HANGS}\n{WORK}'
}
RAISES = {
    WORK: "    class Odd(Exception):\n"
    "        def __init__(self, a: int, b: int) -> None:\n"
    '            super().__init__("odd")\n'
    '    kind = source.name.partition(".")[0]\n'
    '    if kind == "interrupt":\n        raise KeyboardInterrupt\n'
    '    if kind == "memory":\n        raise MemoryError\n'
    '    if kind == "exit":\n        raise SystemExit(3)\n'
    '    if kind == "odd":\n        raise Odd(1, 2)\n' + WORK
}
BUSY = {
    WORK: '    if "busy" in source.name:\n        print("busy", file=sys.stderr, flush=True)\n'
    "        signal.pause()\n" + WORK
}
#: One that is busy with a half file.
HALF = {WORK: "    target.touch()\n" + BUSY[WORK]}


def put(folder: Path, name: str, lines: int = 40) -> Path:
    """A compressed log of the given number of lines."""
    path = folder / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = random.Random(name)
    kinds = ("ERROR", "INFO")
    text = "".join(f"{n} {chance.choice(kinds)} {chance.random()}\n" for n in range(lines))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, by the sum of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def broken_tree(folder: Path, files: int = 60) -> None:
    """A tree in which three files cannot be read."""
    for number in range(files):
        put(folder, f"d{number % 7}/f{number:05}.log.gz")
    whole = put(folder, "d0/cut.log.gz").read_bytes()
    (folder / "in/d0/cut.log.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "in/d1/plain.gz").write_text("hello\n")
    (folder / "in/d2/empty.gz").write_bytes(b"")
    (folder / "in/d3").mkdir(exist_ok=True)
    os.mkfifo(folder / "in/d3/pipe")
    (folder / "in/d4/loop").symlink_to(folder / "in")
    (folder / "in/d5/nowhere").symlink_to("nowhere")


@pytest.mark.parametrize("workers", [1, 3])
def test_the_same_files_whatever_the_number_of_workers(job: Job, workers: int) -> None:
    """The report and the output are those of a plain loop; broken files are listed."""
    broken_tree(job.folder)

    done = job.run("process_folder", "in", "in/out", "--workers", workers)

    wanted = {}
    for path in sorted((job.folder / "in").rglob("*.gz")):
        name = path.relative_to(job.folder / "in").as_posix()
        if path.name not in ("cut.log.gz", "plain.gz"):
            with gzip.open(path) as log:
                text = b"".join(line for line in log if b"ERROR" in line)
            wanted[f"{name}.errors"] = hashlib.sha256(text).hexdigest()
    assert done.err == ""
    assert done.out.splitlines() == [
        "61 done, 2 failed, 0 left",
        "d0/cut.log.gz: EOFError: Compressed file ended before"
        " the end-of-stream marker was reached",
        "d1/plain.gz: BadGzipFile: Not a gzipped file (b'he')",
    ]
    assert done.code == 1
    assert tree(job.folder / "in/out") == wanted


def test_a_file_that_kills_its_worker_costs_itself(job: Job) -> None:
    """Three killing files of 300 are listed with their signal; all others are done."""
    for number in range(297):
        put(job.folder, f"{number:03}.gz", 5)
    for number in (10, 11, 200):
        put(job.folder, f"{number:03}.kill.gz", 5)

    done = job.run("process_folder", "in", "out", edits=KILLS)

    assert done.out.splitlines() == [
        "297 done, 3 failed, 0 left",
        *(f"{number:03}.kill.gz: crashed: SIGABRT" for number in (10, 11, 200)),
    ]
    assert done.code == 1
    assert len(tree(job.folder / "out")) == 297


def test_a_file_that_hangs_is_stopped_at_its_limit(job: Job) -> None:
    """It is listed, leaves no half file, and the others are done."""
    for name in ("a.gz", "b.hang.gz", "c.gz"):
        put(job.folder, name)

    done = job.run("process_folder", "in", "out", "--workers", 1, edits=HANGS)

    assert done.out.splitlines() == [
        "2 done, 1 failed, 0 left",
        "b.hang.gz: time limit",
    ]
    assert set(tree(job.folder / "out")) == {"a.gz.errors", "c.gz.errors"}


def test_whatever_a_task_raises_costs_its_file(job: Job) -> None:
    """Also what is no Exception, and what cannot be rebuilt from its pickle."""
    for kind in ("fine", "interrupt", "memory", "exit", "odd"):
        put(job.folder, f"{kind}.gz")

    done = job.run("process_folder", "in", "out", edits=RAISES)

    assert done.out.splitlines() == [
        "1 done, 4 failed, 0 left",
        "exit.gz: SystemExit: 3",
        "interrupt.gz: KeyboardInterrupt",
        "memory.gz: MemoryError",
        "odd.gz: Odd: odd",
    ]


def test_run_again_it_does_what_failed_or_changed(job: Job) -> None:
    """What is done is left alone; the report is the same."""
    broken_tree(job.folder, 10)
    first = job.run("process_folder", "in", "out")
    before = {p: p.stat().st_mtime_ns for p in (job.folder / "out").rglob("*") if p.is_file()}
    changed = put(job.folder, "d0/f00000.log.gz", 3)

    second = job.run("process_folder", "in", "out")

    after = {p: p.stat().st_mtime_ns for p in (job.folder / "out").rglob("*") if p.is_file()}
    assert (second.out, second.code) == (first.out, first.code)
    assert {p.name for p in after if after[p] != before[p]} == {f"{changed.name}.errors"}


def test_a_file_from_before_1970_is_done_once(job: Job) -> None:
    """A camera or an archive may date a file so; it counts as new, and then as done."""
    old = put(job.folder, "d0/f00000.log.gz")
    os.utime(old, (-1, -1))
    job.run("process_folder", "in", "out")
    (made,) = (p for p in (job.folder / "out").rglob("*") if p.is_file())
    first = made.stat().st_mtime_ns
    job.run("process_folder", "in", "out")

    assert made.stat().st_mtime_ns == first


def test_no_file_and_one_file(job: Job) -> None:
    """Neither needs a special case; a folder that is not there is a wrong call."""
    (job.folder / "in").mkdir()
    none = job.run("process_folder", "in", "out")
    put(job.folder, "one.gz")
    one = job.run("process_folder", "in", "out", "--workers", 8)
    wrong = [job.run("process_folder", *w) for w in (("no", "out"), ("in", "out", "--workers", 0))]

    assert (none.out, none.code) == ("0 done, 0 failed, 0 left\n", 0)
    assert (one.out, one.code) == ("1 done, 0 failed, 0 left\n", 0)
    assert [(w.code, w.out) for w in wrong] == [(2, ""), (2, "")]


def test_names_are_printed_safely(job: Job) -> None:
    """A name that is no UTF-8, or that moves the cursor, is escaped in the report."""
    put(job.folder, "fine.gz")
    for name in (b"caf\xe9.gz", b"red\x1b[31m.gz", "é.gz".encode()):
        (job.folder / "in" / os.fsdecode(name)).write_text("hello")

    done = job.run("process_folder", "in", "out")

    assert [line.partition(": ")[0] for line in done.out.splitlines()] == [
        "1 done, 3 failed, 0 left",
        "caf\\udce9.gz",
        "red\\x1b[31m.gz",
        "é.gz",
    ]


@pytest.mark.parametrize(
    ("number", "whole"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_a_signal_ends_it_soon_and_keeps_what_is_done(job: Job, number: int, whole: bool) -> None:
    """The report is short, nothing half is left, and the code is that of the signal."""
    for name in ("a.gz", "b.busy.gz", "c.gz"):
        put(job.folder, name)
    run = job.start("process_folder", "in", "out", "--workers", 1, edits=HALF)
    run.said("busy")

    (run.send_all if whole else run.send)(number)
    done = run.finish(30)

    assert done.out == "1 done, 0 failed, 2 left\n"
    assert done.err == "busy\n"
    assert done.code == 128 + number
    assert set(tree(job.folder / "out")) == {"a.gz.errors"}


def test_killed_workers_are_replaced(job: Job) -> None:
    """A busy one costs its file, an idle one nothing."""
    for name in ("a.busy.gz", "b.gz", "c.gz"):
        put(job.folder, name)
    run = job.start("process_folder", "in", "out", "--workers", 2, edits=BUSY)
    run.said("busy")
    run.until(lambda: len(tree(job.folder / "out")) == 2)
    workers = [pid for pid in run.others() if is_worker(pid, run)]

    for pid in workers:
        with suppress(ProcessLookupError):  # one that was replaced has ended already
            os.kill(pid, signal.SIGKILL)
    done = run.finish(30)

    assert done.out.splitlines() == ["2 done, 1 failed, 0 left", "a.busy.gz: crashed: SIGKILL"]


def is_worker(pid: int, run: object) -> bool:
    """Whether a process is neither the fork server nor the resource tracker."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return False  # it has ended meanwhile
    return b"resource_tracker" not in words and not (
        b"forkserver" in words and parent == run.process.pid  # type: ignore[attr-defined]
    )


def test_workers_end_when_the_program_is_killed(job: Job) -> None:
    """Even in the middle of a file that never ends."""
    put(job.folder, "a.busy.gz")
    put(job.folder, "b.busy.gz")
    run = job.start("process_folder", "in", "out", "--workers", 2, edits=BUSY)
    run.said("busy\nbusy")

    run.send(signal.SIGKILL)
    done = run.finish(30)

    assert done.code == -signal.SIGKILL


def test_after_a_kill_the_next_start_leaves_out_what_is_done(job: Job) -> None:
    """The half file is written over, and what was whole is not worked on again."""
    for name in ("a.gz", "b.busy.gz", "c.gz"):
        put(job.folder, name)
    run = job.start("process_folder", "in", "out", "--workers", 1, edits=HALF)
    run.said("busy")
    run.send(signal.SIGKILL)
    run.finish(30)
    before = set(tree(job.folder / "out"))

    told = {WORK: "    print(source.name, file=sys.stderr, flush=True)\n" + WORK}
    done = job.run("process_folder", "in", "out", "--workers", 1, edits=told)

    assert before == {"a.gz.errors", "b.busy.gz.part"}
    assert done.err.split() == ["b.busy.gz", "c.gz"]
    assert (done.out, done.code) == ("3 done, 0 failed, 0 left\n", 0)
    assert set(tree(job.folder / "out")) == {f"{n}.gz.errors" for n in ("a", "b.busy", "c")}


def test_an_error_in_main_ends_it(job: Job) -> None:
    """The exception is the last thing printed, the report is there, no worker stays."""
    put(job.folder, "a.gz")
    put(job.folder, "b.busy.gz")
    edits = BUSY | {"            left.remove(name)\n": '            raise ValueError("of main")\n'}

    done = job.run("process_folder", "in", "out", "--workers", 1, edits=edits)

    assert done.out == "0 done, 0 failed, 2 left\n"
    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1


def test_workers_that_cannot_begin_end_it(job: Job) -> None:
    """It does not start new ones for ever."""
    for number in range(100):
        put(job.folder, f"{number:03}.gz", 1)
    edits = {
        "DEATHS = 50": "DEATHS = 5",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os._exit(7)\n",
    }

    done = job.run("process_folder", "in", "out", edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: every worker dies: exit 7"
    counts = re.fullmatch(r"(\d+) done, (\d+) failed, (\d+) left", done.out.splitlines()[0])
    assert counts, done.out
    assert sum(map(int, counts.groups())) == 100
    assert done.code == 1


def test_a_process_that_does_not_start_ends_it_with_a_report(job: Job) -> None:
    """What was done before is counted, what was not is left, and the error is shown."""
    for name in ("a.gz", "b.kill.gz", "c.gz"):
        put(job.folder, name)
    start = "                    team[-1].process.start()\n"
    refused = (
        "                    if deaths:\n"
        '                        raise OSError("no more processes")\n'
    )

    done = job.run(
        "process_folder", "in", "out", "--workers", 1, edits=KILLS | {start: refused + start}
    )

    assert done.out.splitlines() == [
        "1 done, 1 failed, 1 left",
        "b.kill.gz: crashed: SIGABRT",
    ]
    assert done.err.splitlines()[-1] == "OSError: no more processes"
    assert done.code == 1


def test_an_answer_that_a_death_cuts_off_is_none(job: Job) -> None:
    """Nobody waits for its rest, since only the worker could have sent it."""
    put(job.folder, "a.gz")
    answer = "            pipe.send(attempt(folder / name, out, name))\n"
    half = "            os.write(pipe.fileno(), bytes([0, 0, 1, 0]))\n            os.abort()\n"

    done = job.start("process_folder", "in", "out", edits={answer: half + answer}).finish(30)

    assert done.out.splitlines() == ["0 done, 1 failed, 0 left", "a.gz: crashed: SIGABRT"]


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    put(job.folder, "a.gz")

    done = job.run("process_folder", "in", "out", edits={WORK: f"    Process().start()\n{WORK}"})

    assert done.out.splitlines()[1].startswith("a.gz: AssertionError: daemonic processes")


def test_what_went_well_is_told_by_no_words(tmp_path: Path) -> None:
    """Whether it was done now or before."""
    source = put(tmp_path, "a.gz")

    assert [process_folder.attempt(source, tmp_path, "a") for _ in range(2)] == ["", ""]


@pytest.mark.parametrize(("code", "how"), [(-9, "SIGKILL"), (0, "exit 0"), (7, "exit 7")])
def test_a_killed_worker_leaves_nothing(tmp_path: Path, code: int, how: str) -> None:
    """Its half file is removed when it can write no more, and then its end is known."""
    worker, half = process_folder.Worker(tmp_path, tmp_path), tmp_path / "a.part"
    process = SimpleNamespace(pid=1, exitcode=None, kill=lambda: None)

    def join() -> None:
        half.touch()
        process.exitcode = code

    process.join = join
    worker.process = process  # type: ignore[assignment]
    worker.hand.append("a")

    assert worker.kill(tmp_path) == how
    assert worker.pipe.closed
    assert not half.exists()


def team_of(
    monkeypatch: pytest.MonkeyPatch, count: int, most: int
) -> tuple[list[int], list[object]]:
    """How many files each worker got, and how the team ended; each answers at once."""
    shares, ends = list[int](), list[object]()

    class Quick(process_folder.Worker):
        def __init__(self, *places: Path) -> None:
            super().__init__(*places)
            self.other, self.end = self.end, nullcontext()  # type: ignore[assignment]
            self.process = SimpleNamespace(  # type: ignore[assignment]
                sentinel=self.other,
                is_alive=lambda: True,
                start=lambda: None,
                join=lambda timeout: ends.append(timeout),
            )

        def take(self, names: list[str]) -> None:
            super().take(names)
            shares.append(len(names))
            for _ in names:
                self.other.send("")

        def kill(self, _: Path) -> str:
            ends.append("kill")
            self.pipe.close()
            self.other.close()
            return ""

    monkeypatch.setattr(process_folder, "Worker", Quick)
    names = [f"{number}" for number in range(count)]
    done = process_folder.work_on(names, Path("in"), Path("out"), most)
    assert sorted(done) == sorted((name, "") for name in names)
    return shares, ends


def test_a_worker_has_five_seconds_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not, since work has left a thread in it, is killed then."""
    assert team_of(monkeypatch, 1, 1) == ([1, 0], [5, "kill"])


def test_the_shares_get_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """At most 20 files, and a quarter of what is left for each: so all end together."""
    shares, _ = team_of(monkeypatch, 1000, 8)
    left = 1000

    assert max(shares) == 20
    for share in shares:
        assert share <= left / 8 / 4 + 1
        left -= share


def test_it_reports_when_the_workers_are_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also after an error in main; without --workers there are four."""

    def work_on(_: object, folder: Path, out: Path, most: int) -> Iterator[tuple[str, str]]:
        try:
            yield "no such name", ""
        finally:
            print(f"{most} workers are gone")

    monkeypatch.setattr(process_folder, "work_on", work_on)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["process_folder.py", str(tmp_path), str(tmp_path / "out")])
    with pytest.raises(KeyError):
        process_folder.main()

    assert capsys.readouterr().out.splitlines() == [
        "4 workers are gone",
        "0 done, 0 failed, 0 left",
    ]
