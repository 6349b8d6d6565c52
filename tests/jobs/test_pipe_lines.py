"""A pipeline of stages, one of which fails or hangs: `jobs/pipe_lines`."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest

from shelf import find
from snippets.jobs import pipe_lines
from snippets.jobs.pipe_lines import Pipeline, StageError
from tests.counted_twice import with_prelude
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: Where each stage begins with an item.
READ = "        yield from islice(file, start, None)\n"
WORK = """    return f"{sum(json.loads(line)['prices']):.2f}"\n"""
WRITE = "    def write(text: str) -> None:\n"
BUSY = 'print("busy", file=sys.stderr, flush=True)\n'
#: A line that takes until the program is asked to stop, and does not come back then.
HANGS = {
    WORK: f'    if "hang" in line:\n        {BUSY}        Event().wait(600)\n{WORK}',
}


def orders(job: Job, number: int, *others: str) -> list[str]:
    """So many orders, and what is to be written for them."""
    lines = [json.dumps({"id": n, "prices": [n, 0.5]}) for n in range(1, number + 1)]
    (job.folder / "in").write_text("".join(f"{line}\n" for line in [*lines, *others]))
    return [f"{n + 0.5:.2f}" for n in range(1, number + 1)]


def written(job: Job) -> list[str]:
    """The lines of the output, all of them whole."""
    text = (job.folder / "out").read_text()
    assert text.endswith("\n") or not text
    return text.splitlines()


def source(number: int, closed: Event | None = None) -> Generator[int]:
    """The numbers from 1."""
    try:
        yield from range(1, number + 1)
    finally:
        if closed:
            closed.set()


def never() -> bool:
    """Nobody asks it to stop."""
    return False


@pytest.mark.parametrize("workers", [1, 5])
def test_the_order_of_the_input_whatever_the_number_of_workers(job: Job, workers: int) -> None:
    """What is written is what a plain loop writes."""
    expected = orders(job, 500)

    done = job.run("pipe_lines", "in", "out", "--workers", workers)

    assert (done.out, done.err, done.code) == ("500 lines written\n", "", 0)
    assert written(job) == expected


@pytest.mark.parametrize("stage", ["read", "work", "write"])
@pytest.mark.parametrize("item", [1, 20, 40])
@pytest.mark.parametrize("raised", ['ValueError("of one item")', "KeyboardInterrupt"])
def test_an_error_stops_all_stages(job: Job, stage: str, item: int, raised: str) -> None:
    """None is cut off, and the report says how far the output goes: to the item that failed."""
    expected = orders(job, 40)
    edits = {
        "read": {READ: f"        for number, line in enumerate(file, 1):\n"
                 f"            if number == {item}:\n                raise {raised}\n"
                 f"            yield line\n"},
        "work": {WORK: f'    if json.loads(line)["id"] == {item}:\n        raise {raised}\n{WORK}'},
        "write": {WRITE: f'{WRITE}        if text == "{expected[item - 1]}":\n'
                  f"            raise {raised}\n"},
    }[stage]  # fmt: skip
    leave = "            os._exit(code)"
    edits[leave] = f'            os.write(2, b"cut off")\n{leave}'

    done = job.run("pipe_lines", "in", "out", edits=edits)

    assert "cut off" not in done.err
    assert done.out == f"{item - 1} lines written\n"
    assert done.err.splitlines()[-1].endswith(f"StageError: {stage}: item {item}")
    assert raised.partition("(")[0] in done.err
    assert done.code == 1
    assert written(job) == expected[: item - 1]


def test_of_several_errors_the_first_in_order_wins() -> None:
    """Though a later item failed first, and the earlier one after it."""
    late = Event()

    def work(item: int) -> int:
        if item == 3:
            assert late.wait(60)
            raise ValueError("third")
        if item == 4:
            late.set()
            raise ValueError("fourth")
        return item

    out: list[int] = []
    pipe = Pipeline(source(20), work, out.append, 3)
    with pytest.raises(StageError, match="work: item 3") as caught:
        pipe.run(never)

    assert isinstance(caught.value.__cause__, ValueError)
    assert out == [1, 2]
    assert all(end.done() for end in pipe.ends)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_slow_writer_holds_up_the_reader(workers: int) -> None:
    """What is read and not written is bounded, and so are the queues."""
    go_on, full, read = Event(), Event(), list[int]()

    def counted() -> Generator[int]:
        for number in range(1, 1001):
            read.append(number)
            if number == 4 * workers + 1:
                full.set()
            yield number

    out: list[int] = []

    def write(item: int) -> None:
        assert go_on.wait(60)
        out.append(item)

    pipe = Pipeline(counted(), lambda item: item, write, workers)
    runner = threading.Thread(target=pipe.run, args=(never,))
    runner.start()
    assert full.wait(60)
    runner.join(0.5)  # what they could do meanwhile, they have done
    ahead = len(read)
    go_on.set()
    runner.join(60)

    assert ahead == 4 * workers + 1
    assert out == list(range(1, 1001))


def test_a_slow_item_holds_up_the_others_in_bounds() -> None:
    """The results that come early wait for it, and they are not more than fit."""
    first, begun, lock, peak = Event(), [0], Lock(), Event()

    def work(item: int) -> int:
        if item == 1:
            assert first.wait(60)
        with lock:
            begun[0] += 1
            if begun[0] == 4 * 3 - 1:
                peak.set()
        return item

    out: list[int] = []
    pipe = Pipeline(source(500), work, out.append, 3)
    runner = threading.Thread(target=pipe.run, args=(never,))
    runner.start()
    assert peak.wait(60)
    runner.join(0.5)
    seen = begun[0], list(out)
    first.set()
    runner.join(60)

    assert seen == (11, [])
    assert out == list(range(1, 501))


def test_workers_work_side_by_side() -> None:
    """Four items are in the slow stage at once, and no more."""
    now, most, lock, all_in = [0], [0], Lock(), Event()

    def work(item: int) -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            if now[0] == 4:
                all_in.set()
        assert all_in.wait(60)
        with lock:
            now[0] -= 1
        return item

    out: list[int] = []
    Pipeline(source(40), work, out.append, 4).run(never)

    assert (most[0], out) == (4, list(range(1, 41)))


@pytest.mark.parametrize("fails", [False, True])
def test_the_source_is_closed(fails: bool) -> None:
    """Also where a later stage fails, and the rest is not read."""
    closed = Event()

    def write(item: int) -> None:
        if fails:
            raise ValueError("full")

    pipe = Pipeline(source(1000, closed), lambda item: item, write, 2)
    if fails:
        with pytest.raises(StageError, match=r"write: item 1$"):
            pipe.run(never)
    else:
        pipe.run(never)

    assert closed.wait(60)


def test_after_an_error_no_more_is_read() -> None:
    """What is under way is all: the rest of the source is left to whoever runs it again."""
    read = list[int]()

    def counted() -> Generator[int]:
        for number in range(1, 10_001):
            read.append(number)
            yield number

    def write(item: int) -> None:
        raise ValueError("full")

    with pytest.raises(StageError, match=r"write: item 1$"):
        Pipeline(counted(), lambda item: item, write, 2).run(never)

    assert len(read) <= 4 * 2 + 1


def test_four_lines_are_worked_on_where_nobody_says(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By so many threads."""
    asked = list[int]()

    class Noted(Pipeline):
        def __init__(self, *args: Any) -> None:
            asked.append(args[-1])
            super().__init__(*args)

    orders(job, 1)
    words = ["pipe_lines.py", str(job.folder / "in"), str(job.folder / "out")]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(pipe_lines, "Pipeline", Noted)
    with pytest.raises(SystemExit):
        pipe_lines.main()

    assert asked == [4]


def test_nothing_one_line_and_wrong_calls(job: Job) -> None:
    """An empty file is a report with zeros."""
    orders(job, 0)
    none = job.run("pipe_lines", "in", "out")
    orders(job, 1)
    one = job.run("pipe_lines", "in", "out", "--workers", 8)
    wrong = [job.run("pipe_lines", *w) for w in (("no", "out"), ("in", "out", "--workers", 0))]

    assert (none.out, none.code) == ("0 lines written\n", 0)
    assert (one.out, one.code) == ("1 lines written\n", 0)
    assert [(w.code, w.out) for w in wrong] == [(2, ""), (2, "")]


def test_run_again_it_goes_on_where_it_stopped(job: Job) -> None:
    """Half a line of a killed run is cut off; what is there is not worked on again."""
    expected = orders(job, 9, "no order", json.dumps({"id": 11, "prices": []}))
    first = job.run("pipe_lines", "in", "out")
    again = job.run("pipe_lines", "in", "out")
    (job.folder / "out").write_text("1.50\nkept\n3.")
    text = (job.folder / "in").read_text().replace("no order", '{"prices": [10]}')
    (job.folder / "in").write_text(text)
    last = job.run("pipe_lines", "in", "out")
    whole = job.run("pipe_lines", "in", "out")

    assert first.out == again.out == "9 lines written\n"
    assert first.err.splitlines()[-1] == again.err.splitlines()[-1]
    assert again.err.splitlines()[-1].endswith("StageError: work: item 10")
    assert (last.out, last.code) == (whole.out, whole.code) == ("11 lines written\n", 0)
    assert written(job) == ["1.50", "kept", *expected[2:], "10.00", "0.00"]


def test_a_pool_that_starts_a_thread_too_few_is_enough(job: Job) -> None:
    """No stage ends before the last one is submitted, also where the lines are few."""
    expected = orders(job, 9)
    source = with_prelude(find("jobs/pipe_lines").source)
    done = job.start_text("pipe_lines", source, "in", "out").finish()

    assert (done.out, done.code) == ("9 lines written\n", 0)
    assert written(job) == expected


def test_a_full_disk_leaves_whole_lines(job: Job) -> None:
    """The write that did not go through whole is cut off."""
    expected = orders(job, 40)
    edits = {
        "        if os.write(out, data) != len(data):\n": (
            "        whole = data\n"
            f'        if text == "{expected[19]}":\n            data = data[:2]\n'
            "        if os.write(out, data) != len(whole):\n"
        )
    }

    done = job.run("pipe_lines", "in", "out", edits=edits)

    assert done.out == "19 lines written\n"
    assert "OSError: disk full" in done.err
    assert written(job) == expected[:19]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_signal_ends_it_though_a_stage_hangs(job: Job, number: int, twice: bool) -> None:
    """After GRACE the program leaves without it; a second signal does not wait for that."""
    expected = orders(job, 9, "hang", "hang")
    edits = HANGS | {"GRACE = 5.0": "GRACE = 0.5"}
    if twice:
        # in short waits: a signal that comes right before a long one is heard after it
        edits["            wait(self.ends, GRACE)\n"] = (
            '            print("asked", file=sys.stderr, flush=True)\n'
            "            while wait(self.ends, 0.1).not_done:\n                pass\n"
        )
    run = job.start("pipe_lines", "in", "out", "--workers", 2, edits=edits)
    run.said("busy\nbusy")
    run.until(lambda: len(written(job)) == 9)

    run.send_all(number)
    if twice:
        run.said("asked")
        run.send_all(number)
    done = run.finish(60)

    assert (done.out, done.code) == ("" if twice else "9 lines written\n", 128 + number)
    assert written(job) == expected


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_wakes_every_stage(job: Job, number: int) -> None:
    """The writer waits, the queues are full, and all leave."""
    expected = orders(job, 400)
    edits = {WRITE: f"{WRITE}        {BUSY}        pipe.stop.wait(600)\n"}
    run = job.start("pipe_lines", "in", "out", edits=edits)
    run.said("busy")

    run.send_all(number)
    done = run.finish(60)

    assert (done.out, done.code) == ("1 lines written\n", 128 + number)
    assert written(job) == expected[:1]


@pytest.mark.parametrize("hangs", [False, True])
def test_an_error_in_main_ends_it(job: Job, hangs: bool) -> None:
    """The exception is the last thing printed."""
    orders(job, 3, *["hang"] * hangs)
    look = "            while not told():\n"
    error = '                raise ValueError("of main")\n'
    edits = {look: look + error}
    if hangs:
        until = '                while not Path("busy").exists():\n                    continue\n'
        edits = {look: look + until + error, "GRACE = 5.0": "GRACE = 0.5"}
        edits[WORK] = HANGS[WORK].replace(BUSY, 'Path("busy").touch()\n')

    done = job.run("pipe_lines", "in", "out", edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1


def test_a_thread_that_does_not_start_ends_it(job: Job) -> None:
    """Those that run are asked to leave."""
    orders(job, 300)
    start = "                end = self.team.submit(self.serve, stage)\n"
    edits = {start: "                if len(self.ends) == 2:\n"
             '                    raise RuntimeError("no thread")\n' + start}  # fmt: skip

    done = job.run("pipe_lines", "in", "out", edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: no thread"
    assert (done.out, done.code) == ("0 lines written\n", 1)


def test_a_name_that_is_no_utf8_passes_through(job: Job) -> None:
    """As the bytes that it had."""
    Path(job.folder, "in").write_bytes(b"caf\xe9\n")

    done = job.run("pipe_lines", "in", "out", edits={WORK: "    return line.strip()\n"})

    assert done.code == 0
    assert Path(job.folder, "out").read_bytes() == b"caf\xe9\n"


def test_many_lines_cost_little_memory(job: Job) -> None:
    """A hundred megabytes of lines take less than 50 MB more than five of them."""
    edits = {
        "    sys.exit(code)\n": '    used = Path("/proc/self/status").read_text()\n'
        '    print(used.partition("VmHWM:")[2].split()[0], file=sys.stderr)\n'
        "    sys.exit(code)\n",
    }
    line, peaks = f'{{"prices": [1, 2.5], "note": "{5000 * "x"}"}}\n', []
    for number in (1000, 20_000):
        (job.folder / "in.txt").write_text(line * number)
        done = job.run("pipe_lines", "in.txt", f"{number}.txt", "--workers", 2, edits=edits)
        assert (done.out, done.code) == (f"{number} lines written\n", 0)
        assert (job.folder / f"{number}.txt").read_text() == "3.50\n" * number
        peaks.append(int(done.err))

    assert peaks[1] - peaks[0] < 50 * 1024
