"""Work that is done once in each period: `jobs/repeat_work`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from snippets.jobs import repeat_work
from snippets.jobs.repeat_work import Copy, Periodic
from tests.jobs.conftest import Job, ticking

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: What stands at the beginning of one run, and before one file.
RUN = "        self.out.mkdir(parents=True, exist_ok=True)\n"
FILE = "            time = source.stat().st_mtime_ns\n"
BUSY = '            print("busy", file=sys.stderr, flush=True)\n'
#: A file that takes until the run is told to stop, and one that no thread comes back from.
WAITS = {
    "                self.ends[name] = self.attempt(name)\n": (
        "    " + BUSY + "                stop.wait(600)\n"
        "                self.ends[name] = self.attempt(name)\n"
    )
}
HANDED = "                self.ends[name] = self.attempt(name)\n"
HANGS_ON = {
    HANDED: "    " + BUSY + "                stop.wait(600)\n"
    '                print("asked", file=sys.stderr, flush=True)\n'
    "                Event().wait(600)\n" + HANDED
}
HANGS = {FILE: BUSY + "            Event().wait(600)\n" + FILE}


def notes(job: Job, *names: str) -> None:
    """A folder with files of these names."""
    folder = job.folder / "in"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"note {name}\n", errors="surrogateescape")


@pytest.mark.parametrize(
    ("at_once", "catch_up", "begins", "missed"),
    [
        (True, False, [0, 5, 10, 25, 30], 2),
        (True, True, [0, 5, 10, 22, 25], 1),
        (False, False, [5, 10, 15, 30, 35], 2),
    ],
)
def test_the_schedule(at_once: bool, catch_up: bool, begins: list[float], missed: int) -> None:
    """Runs of 0, 3, 12, 0 and 0 seconds, with a period of 5, by a clock of the test."""
    now, took, seen = [100.0], iter([0, 3, 12, 0, 0]), list[float]()

    def work(_: Event) -> None:
        seen.append(now[0] - 100)
        now[0] += next(took)

    def wait(seconds: float) -> bool:
        now[0] += seconds
        return False

    periodic = Periodic(5, work, 5, at_once, catch_up, clock=lambda: now[0], wait=wait)
    periodic.serve()

    assert seen == begins
    assert (periodic.missed, periodic.error) == (missed, None)


def test_a_run_that_ends_at_the_next_turn_misses_none() -> None:
    """The turn that has just come is not one that was missed."""
    now = [0.0]
    periodic = Periodic(5, print, clock=lambda: now[0])
    now[0] = 5.0

    assert (periodic.after(0), periodic.missed) == (5.0, 0)
    now[0] = 10.0
    assert (periodic.after(0), periodic.missed) == (10.0, 1)


def test_one_turn_that_was_missed_is_made_up_for() -> None:
    """With catch_up it comes at once, and then none was missed."""
    periodic = Periodic(5, print, catch_up=True, clock=lambda: 10.0)

    assert (periodic.after(0), periodic.missed) == (5.0, 0)
    assert (periodic.after(-5), periodic.missed) == (5.0, 1)


def test_stop_from_anywhere() -> None:
    """It ends a long wait, may come twice, before the start, and out of the work itself."""
    long = Periodic(3600, lambda _: None, at_once=False)
    with long:
        long.stop(60)
        long.stop(60)
        assert not long.thread.is_alive()
    assert long.runs == 0

    Periodic(1, print).stop()

    def work(_: Event) -> None:
        own.stop()

    own = Periodic(0.001, work)
    with own:
        own.thread.join(60)
    own.raise_if_failed()
    assert (own.runs, own.thread.is_alive()) == (1, False)


def test_a_thread_that_was_cut_off_is_seen() -> None:
    """Also where its loop had not begun."""
    periodic = Periodic(1, print)
    with pytest.raises(RuntimeError, match="no more runs"):
        periodic.raise_if_failed()


def test_an_exception_on_the_way_in_stops_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C may come when it has begun, and the block has not."""
    periodic = Periodic(3600, print, at_once=False)
    start = periodic.thread.start

    def struck() -> None:
        start()
        raise KeyboardInterrupt

    monkeypatch.setattr(periodic.thread, "start", struck)
    try:
        with pytest.raises(KeyboardInterrupt), periodic:
            pass
        assert not periodic.thread.is_alive()
    finally:
        periodic.stop()


def test_the_block_gets_what_it_can_ask() -> None:
    """How many runs there were, and when they end."""
    with Periodic(0.001, lambda _: None, 2) as periodic:
        periodic.thread.join(60)

    assert periodic.runs == 2


def test_errors_end_it_when_they_come_in_a_row() -> None:
    """Two, a good run, then three: the sixth run is the last, and the owner learns of it."""
    goes = iter([1, 1, 0, 1, 1, 1, 0])

    def work(_: Event) -> None:
        if next(goes):
            raise ValueError("of one run")

    periodic = Periodic(0.001, work)
    with periodic:
        periodic.thread.join(60)

    assert (periodic.runs, periodic.errors) == (6, 5)
    with pytest.raises(RuntimeError, match="no more runs") as caught:
        periodic.raise_if_failed()
    assert isinstance(caught.value.__cause__, ValueError)


def test_its_thread_is_no_daemon() -> None:
    """A daemon could be cut off in the middle of a write."""
    assert not Periodic(1, print).thread.daemon


@pytest.mark.parametrize("workers", [1, 3])
def test_the_same_copy_whatever_the_number_of_workers(job: Job, workers: int) -> None:
    """Links that lead nowhere and pipes are listed, folders and half files passed over."""
    notes(job, *(f"{number}.txt" for number in range(20)), "half.txt.part")
    (job.folder / "in/sub").mkdir()
    (job.folder / "in/lost").symlink_to("nowhere")
    (job.folder / "in/self").symlink_to("self")
    os.mkfifo(job.folder / "in/pipe")

    done = job.run("repeat_work", "in", "out", "--every", 0.1, "--times", 3, "--workers", workers)

    assert done.err == ""
    assert done.out.splitlines() == [
        "3 runs, 0 with an error",
        "20 up to date, 3 failed, 0 left",
        "lost: FileNotFoundError: [Errno 2] No such file or directory: 'in/lost'",
        "pipe: SpecialFileError: `in/pipe` is a named pipe",
        "self: OSError: [Errno 40] Too many levels of symbolic links: 'in/self'",
    ]
    assert done.code == 1
    copies = {path.name: path.read_text() for path in (job.folder / "out").iterdir()}
    assert copies == {f"{n}.txt": f"note {n}.txt\n" for n in range(20)}


def test_a_run_copies_in_threads_and_ends_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many files at once as there are workers, and no thread outlives the run."""
    both, ended = Barrier(2), list[bool]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait, cancel_futures=cancel_futures)
            ended.append(wait)

    def attempt(_: str) -> str:
        both.wait(10)
        return ""

    for name in "ab":
        (tmp_path / name).touch()
    copy = Copy(tmp_path, tmp_path / "out", 2)
    monkeypatch.setattr(copy, "attempt", attempt)
    monkeypatch.setattr(repeat_work, "ThreadPoolExecutor", Pool)
    copy.update(Event())

    assert copy.ends == {"a": "", "b": ""}
    assert ended == [True]


def test_what_went_well_is_told_by_no_words(tmp_path: Path) -> None:
    """Whether the file was copied now or before."""
    (tmp_path / "a").touch()
    (tmp_path / "out").mkdir()
    copy = Copy(tmp_path, tmp_path / "out", 1)

    assert [copy.attempt("a") for _ in range(2)] == ["", ""]


def test_what_it_does_where_nobody_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a minute, without an end, in two threads."""
    asked = list[float]()

    class Once(Periodic):
        def __init__(self, period: float, work: Callable[[Event], object], times: float) -> None:
            asked.extend([period, times])
            super().__init__(period, work, 1)

    class Noted(Copy):
        def __init__(self, folder: Path, out: Path, workers: int) -> None:
            asked.append(workers)
            super().__init__(folder, out, workers)

    words = ["repeat_work.py", str(tmp_path), str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(repeat_work, "Periodic", Once)
    monkeypatch.setattr(repeat_work, "Copy", Noted)
    with pytest.raises(SystemExit) as ended:
        repeat_work.main()

    assert asked == [2, 60, float("inf")]
    assert ended.value.code == 0


def test_run_again_it_copies_what_changed_or_failed(job: Job) -> None:
    """What is as new is left alone, and a half file of a killed run is written over."""
    notes(job, "a", "b", "c")
    (job.folder / "out/c").mkdir(parents=True)
    first = job.run("repeat_work", "in", "out", "--times", 1)
    before = {path.name: path.stat().st_ino for path in (job.folder / "out").iterdir()}
    (job.folder / "in/b").write_text("other\n")
    os.utime(job.folder / "in/b", (1, 1))  # older, and not the same
    (job.folder / "out/b.part").write_text("half")

    second = job.run("repeat_work", "in", "out", "--times", 1)

    assert (second.out, second.code) == (first.out, first.code)
    assert second.out.splitlines()[1:] == [
        "2 up to date, 1 failed, 0 left",
        "c: IsADirectoryError: [Errno 21] Is a directory: 'out/c.part' -> 'out/c'",
    ]
    after = {path.name: path.stat().st_ino for path in (job.folder / "out").iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"b"}
    assert (job.folder / "out/b").read_text() == "other\n"


def test_a_file_that_changes_is_copied_in_the_next_run(job: Job) -> None:
    """While the program runs, by its own period."""
    notes(job, "a")
    run = job.start("repeat_work", "in", "out", "--every", 0.05)
    copy = job.folder / "out/a"
    run.until(copy.exists)
    notes(job, "new")
    run.until((job.folder / "out/new").exists)

    run.send(signal.SIGINT)
    done = run.finish(60)

    assert done.out.splitlines()[0].endswith(" runs, 0 with an error")
    assert (done.err, done.code) == ("", 130)


def test_an_error_in_one_run_does_not_end_the_others(job: Job) -> None:
    """It is counted, its traceback is shown, and the exit status is 1."""
    notes(job, "a")
    edits = {
        RUN: "        if not self.out.exists():\n            self.out.mkdir()\n"
        '            raise ValueError("of one run")\n' + RUN
    }

    done = job.run("repeat_work", "in", "out", "--every", 0.05, "--times", 3, edits=edits)

    assert done.out == "3 runs, 1 with an error\n1 up to date, 0 failed, 0 left\n"
    assert done.err.splitlines()[-1] == "ValueError: of one run"
    assert done.code == 1


def test_a_folder_that_is_gone_ends_it_after_three_runs(job: Job) -> None:
    """The error is the last thing printed."""
    notes(job, "a")
    edits = {"top = {}, self.folder": 'top = {}, Path("nowhere")'}

    done = job.run("repeat_work", "in", "out", "--every", 0.05, edits=edits)

    assert done.out.splitlines()[0] == "3 runs, 3 with an error"
    assert done.err.splitlines()[-1] == "RuntimeError: no more runs"
    assert done.code == 1


@pytest.mark.parametrize("raised", ["KeyboardInterrupt", "MemoryError", "SystemExit(3)"])
def test_whatever_a_file_raises_costs_that_file(job: Job, raised: str) -> None:
    """It leaves no half file either."""
    notes(job, "a", "b")
    last = "                part.replace(target)\n"
    edits = {last: f'                if name == "a":\n                    raise {raised}\n{last}'}

    done = job.run("repeat_work", "in", "out", "--times", 1, edits=edits)

    assert done.out.splitlines()[1] == "1 up to date, 1 failed, 0 left"
    assert done.out.splitlines()[2].startswith(f"a: {raised.partition('(')[0]}")
    assert [path.name for path in (job.folder / "out").iterdir()] == ["b"]


def test_no_file_one_file_and_wrong_calls(job: Job) -> None:
    """An empty folder is a report with zeros."""
    notes(job)
    none = job.run("repeat_work", "in", "out", "--times", 1)
    notes(job, "a")
    one = job.run("repeat_work", "in", "out", "--times", 1, "--workers", 8)
    calls = [("no", "out"), ("in", "out", "--workers", 0), ("in", "out", "--every", 0)]
    wrong = [job.run("repeat_work", *words) for words in calls]

    assert (none.out, none.code) == (
        "1 runs, 0 with an error\n0 up to date, 0 failed, 0 left\n",
        0,
    )
    assert (one.out, one.code) == (
        "1 runs, 0 with an error\n1 up to date, 0 failed, 0 left\n",
        0,
    )
    assert [(w.code, w.out) for w in wrong] == [(2, "")] * 3


def test_names_are_printed_safely(job: Job) -> None:
    """A name that is no UTF-8, or that moves the cursor, is escaped; one too long is listed."""
    notes(job, "a" * 253)
    for name in (b"caf\xe9", b"red\x1b[31m"):
        Path(job.folder, "in", os.fsdecode(name)).symlink_to("nowhere")

    done = job.run("repeat_work", "in", "out", "--times", 1)

    assert [line.partition(": ")[0] for line in done.out.splitlines()[2:]] == [
        "a" * 253,
        "caf\\udce9",
        "red\\x1b[31m",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_wait_at_once(job: Job, number: int) -> None:
    """An hour before the next turn; what is done is reported."""
    notes(job, "a")
    run = job.start("repeat_work", "in", "out", "--every", 3600)
    run.until((job.folder / "out/a").exists)

    run.send_all(number)
    done = run.finish(60)

    assert done.out == "1 runs, 0 with an error\n1 up to date, 0 failed, 0 left\n"
    assert (done.err, done.code) == ("", 128 + number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_between_two_files(job: Job, number: int) -> None:
    """The file in hand is finished, the others are left."""
    notes(job, "a", "b", "c")
    run = job.start("repeat_work", "in", "out", "--workers", 1, edits=WAITS)
    run.said("busy")

    run.send_all(number)
    done = run.finish(60)

    assert done.out == "1 runs, 0 with an error\n1 up to date, 0 failed, 2 left\n"
    assert (done.err, done.code) == ("busy\n", 128 + number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_run_that_hangs_does_not_hold_the_exit(job: Job, number: int, twice: bool) -> None:
    """After GRACE the program leaves without it; a second signal does not wait for that."""
    notes(job, "a")
    edits = HANGS_ON | {"GRACE = 5.0": "GRACE = 600.0" if twice else "GRACE = 0.5"} | ticking()
    run = job.start("repeat_work", "in", "out", edits=edits)
    run.said("busy")

    run.send(number)
    if twice:
        run.said("asked")
        run.send(number)
    done = run.finish(60)

    report = "1 runs, 0 with an error\n0 up to date, 0 failed, 1 left\n"
    assert (done.out, done.code) == ("" if twice else report, 128 + number)


@pytest.mark.parametrize("hangs", [False, True])
def test_an_error_in_main_ends_it(job: Job, hangs: bool) -> None:
    """The exception is the last thing printed, though a run may hang."""
    notes(job, "a")
    look = "                periodic.thread.join(0.05)\n"
    when = "time" if hangs else "out"
    edits = {
        look: f'{look}                if Path("{when}").exists():\n'
        '                    raise ValueError("of main")\n'
    }
    if hangs:
        edits |= HANGS | {"GRACE = 5.0": "GRACE = 0.5"}
    run = job.start("repeat_work", "in", "out", edits=edits)
    if hangs:
        run.said("busy")
        (job.folder / "time").touch()
    done = run.finish(60)

    assert done.out.startswith("1 runs, 0 with an error\n")
    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1


def test_a_thread_that_does_not_start_ends_it(job: Job) -> None:
    """No run, a report, the error, exit status 1."""
    notes(job, "a")
    start = "            self.thread.start()\n"
    edits = {start: '            raise RuntimeError("no thread")\n' + start}

    done = job.run("repeat_work", "in", "out", edits=edits)

    assert done.out == "0 runs, 0 with an error\n0 up to date, 0 failed, 0 left\n"
    assert done.err.splitlines()[-1] == "RuntimeError: no thread"
    assert done.code == 1
