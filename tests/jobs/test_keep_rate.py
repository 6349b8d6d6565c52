"""So many requests a second, whoever makes them: `jobs/keep_rate`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from snippets.jobs import keep_rate
from snippets.jobs.keep_rate import Limiter
from snippets.jobs.stages.web_server import Server
from tests.jobs.conftest import Job, ticking

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

SECOND = 1_000_000_000
#: Notes each moment that is given out, in a file beside the program.
NOTED = {
    "        return moment\n": (
        '        with open("moments", "a") as notes:\n'
        '            notes.write(f"{moment}\\n")\n        return moment\n'
    )
}
QUICK = {"TRIES, BASE, CAP = 5, 0.1, 60.0": "TRIES, BASE, CAP = 5, 0.01, 0.05"}
#: Says so, and does not come back.
HANGS = {
    "    end = monotonic() + PER_URL\n": (
        '    if "hang" in url:\n        print("busy", file=sys.stderr, flush=True)\n'
        "        stop.wait(600)\n"
        '        print("asked", file=sys.stderr, flush=True)\n'
        "        Event().wait(600)\n    end = monotonic() + PER_URL\n"
    )
}


@pytest.fixture
def server() -> Iterator[Server]:
    """One server of this machine."""
    made = Server()
    yield made
    made.end()


def listed(job: Job, *urls: str) -> str:
    """The file of addresses."""
    (job.folder / "urls.txt").write_text("\n".join(urls))
    return "urls.txt"


def moments(job: Job) -> list[int]:
    """The moments that were given out."""
    return sorted(map(int, (job.folder / "moments").read_text().split()))


def fit(given: list[int], rate: int) -> bool:
    """Whether no second holds more than `rate` of them, and no gap is too short."""
    gaps = [later - earlier for earlier, later in pairwise(given)]
    crowds = [sum(start <= one < start + SECOND for one in given) for start in given]
    return min(gaps) >= SECOND // rate and max(crowds) <= rate


def test_moments_are_a_gap_apart(tmp_path: Path) -> None:
    """Exactly, in nanoseconds, also for one in two seconds."""
    for rate, gap in [(10, SECOND // 10), (0.5, 2 * SECOND), (3, 333_333_333)]:
        limiter = Limiter(tmp_path / str(rate), rate, clock=lambda: 7)
        assert [limiter.reserve() for _ in range(4)] == [7, 7 + gap, 7 + 2 * gap, 7 + 3 * gap]


@pytest.mark.parametrize("burst", [1, 3])
def test_a_pause_saves_up_no_more_than_the_burst(tmp_path: Path, burst: int) -> None:
    """After an hour of nothing, or of sleep of the machine, too."""
    now = [SECOND]
    limiter = Limiter(tmp_path / "turns", 10, burst, clock=lambda: now[0])
    limiter.reserve()
    now[0] += 3600 * SECOND

    due = [limiter.reserve() - now[0] for _ in range(6)]

    assert due == [(n - burst + 1) * SECOND // 10 for n in range(6)]
    assert sum(rest <= 0 for rest in due) == burst


def test_a_moment_of_an_earlier_boot_is_forgotten(tmp_path: Path) -> None:
    """The clock began anew, and nobody waits for days."""
    before = Limiter(tmp_path / "turns", 10, clock=lambda: 10**9 * SECOND)
    before.reserve()
    after = Limiter(tmp_path / "turns", 10, clock=lambda: 5 * SECOND)

    assert after.reserve() == 5 * SECOND


def test_a_killed_holder_of_the_file_lock_holds_up_nobody(tmp_path: Path) -> None:
    """While it lives the others wait, and can be asked to stop."""
    path = tmp_path / "turns"
    limiter = Limiter(path, 10, clock=lambda: 7)
    code = (
        "import fcntl, sys, signal\nfile = open(sys.argv[1])\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\nprint('held', flush=True)\nsignal.pause()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        keep_rate.stop.set()
        try:
            assert limiter.reserve() == 0
            assert not limiter.take_turn()
        finally:
            keep_rate.stop.clear()
            holder.kill()  # else a test that fails would wait for it

        assert limiter.reserve() == 7


@pytest.mark.parametrize("workers", [1, 7])
def test_each_kind_of_answer(job: Job, server: Server, workers: int) -> None:
    """Whatever the number of workers; a try is a turn, and so is a retry."""
    good = ["page/1", "busy/2", "wish/0", "cut/1", "reset/1", "page/1", "slow/0"]
    bad = ["missing/1", "busy/9", "cut/9", "move/4"]
    urls = [f"{server.url}/{path}" for path in [*good, *bad]]
    urls += ["http://[no", "nonsense"]

    done = job.run(
        "keep_rate", listed(job, *urls), "out", "--workers", workers, "--rate", 100,
        edits=QUICK | NOTED,
    )  # fmt: skip

    lines = [line.rpartition("/")[2] for line in done.out.splitlines()]
    assert lines[:5] == [
        "6 done, 6 failed, 0 not tried",
        "1: HTTP 404",
        "9: HTTP 503",
        "9: OSError: cut short",
        "4: HTTP 302",
    ]
    assert lines[5].startswith("[no: ValueError")
    assert lines[6].startswith("nonsense: ValueError")
    assert (done.err, done.code) == ("", 1)
    files = sorted(path.name for path in (job.folder / "out").iterdir())
    assert len(files) == 7
    assert files[-1] == "turns"
    assert sum(server.tries.values()) + 2 == len(moments(job))
    assert server.tries["/move/4"] == server.tries["/page/1"] == 1
    assert server.tries["/cut/9"] == server.tries["/busy/9"] == 5
    assert server.tries["/page/4"] == 0
    assert fit(moments(job), 100)


def test_programs_that_share_a_file_keep_the_rate_together(job: Job, server: Server) -> None:
    """Three programs of four threads each; no second holds more than the rate."""
    runs = []
    for name in "abc":
        urls = [f"{server.url}/page/{name}{n}" for n in range(10)]
        (job.folder / f"{name}.txt").write_text("\n".join(urls))
        words = f"{name}.txt", name, "--rate", 20, "--share", "turns", "--workers", 4
        runs.append(job.start("keep_rate", *words, edits=NOTED))

    ends = [run.process.wait(120) for run in runs]

    assert ends == [0, 0, 0]
    given = moments(job)
    assert len(given) == 30
    assert fit(given, 20)
    assert runs[-1].finish().code == 0


def test_run_again_it_asks_for_what_failed(job: Job, server: Server) -> None:
    """What is there is not asked for again, and takes no turn."""
    urls = [f"{server.url}/{path}" for path in ("page/1", "page/2", "missing/1")]
    first = job.run("keep_rate", listed(job, *urls), "out", edits=NOTED)
    second = job.run("keep_rate", "urls.txt", "out", edits=NOTED)

    assert (first.out, first.code) == (second.out, second.code)
    assert dict(server.tries) == {"/page/1": 1, "/page/2": 1, "/missing/1": 2}
    assert len(moments(job)) == 4


def test_none_one_and_wrong_calls(job: Job, server: Server) -> None:
    """An empty list is a report with zeros."""
    none = job.run("keep_rate", listed(job), "out")
    one = job.run("keep_rate", listed(job, f"{server.url}/page/1"), "out", "--rate", 0.5)
    calls = [("--workers", 0), ("--rate", 0), ("--burst", 0), ("--rate", "x")]
    wrong = [job.run("keep_rate", "urls.txt", "out", *words).code for words in calls]

    assert (none.out, none.code) == ("0 done, 0 failed, 0 not tried\n", 0)
    assert (one.out, one.code) == ("1 done, 0 failed, 0 not tried\n", 0)
    assert wrong == [2, 2, 2, 2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_wait_for_a_turn(job: Job, server: Server, number: int) -> None:
    """The next turn is far away; what was not asked for is listed."""
    urls = [f"{server.url}/page/{n}" for n in range(4)]
    run = job.start("keep_rate", listed(job, *urls), "out", "--rate", 0.01, "--workers", 2)
    run.until(lambda: sum(server.tries.values()) == 1)
    run.until(lambda: len(list((job.folder / "out").iterdir())) == 2)

    run.send_all(number)
    done = run.finish(60)

    assert done.out.splitlines()[0] == "1 done, 0 failed, 3 not tried"
    assert (done.err, done.code) == ("", 128 + number)
    assert sum(server.tries.values()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_a_request_that_hangs_does_not_hold_the_exit(
    job: Job, server: Server, number: int, twice: bool
) -> None:
    """After GRACE the program leaves without it; a second signal does not wait for that."""
    edits = HANGS | {"GRACE = 5.0": "GRACE = 600.0" if twice else "GRACE = 0.5"} | ticking()
    run = job.start("keep_rate", listed(job, f"{server.url}/hang/1"), "out", edits=edits)
    run.said("busy")

    run.send(number)
    if twice:
        run.said("asked")
        run.send(number)
    done = run.finish(60)

    report = f"0 done, 0 failed, 1 not tried\n{server.url}/hang/1: not tried\n"
    assert (done.out, done.code) == ("" if twice else report, 128 + number)


def test_an_error_in_main_ends_it(job: Job, server: Server) -> None:
    """No new request is made, and the exception is the last thing printed."""
    look = "            sleep(0.05)  # between two looks\n"
    edits = {look: f'{look}            raise ValueError("of main")\n'}
    urls = [f"{server.url}/page/{n}" for n in range(9)]

    done = job.run("keep_rate", listed(job, *urls), "out", "--rate", 0.01, edits=edits)

    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1
    assert sum(server.tries.values()) <= 1


def test_an_error_in_main_does_not_wait_for_a_request_that_hangs(job: Job, server: Server) -> None:
    """After GRACE it is shown, and ends the program as it would without."""
    look, line = (
        "            sleep(0.05)  # between two looks\n",
        "    end = monotonic() + PER_URL\n",
    )
    edits = {
        "GRACE = 5.0": "GRACE = 0.1",
        line: f"    Path('busy').touch()\n    Event().wait(600)\n{line}",
        look: "            if Path('busy').exists():\n"
        f"                raise ValueError('of main')\n{look}",
    }

    done = job.run("keep_rate", listed(job, f"{server.url}/hang/1"), "out", edits=edits)

    assert done.out.splitlines()[0] == "0 done, 0 failed, 1 not tried"
    assert done.err.splitlines()[-1] == "ValueError: of main"
    assert done.code == 1


def test_what_is_done_when_all_stop_counts(job: Job, server: Server) -> None:
    """The threads are waited for before the report."""
    kept = "            part.replace(target)\n"
    waits = '            os.write(2, b"kept")\n            stop.wait(600)\n'
    waits += "            Event().wait(0.5)\n"  # the report would be out by then
    urls = listed(job, f"{server.url}/page/1", f"{server.url}/page/2")
    edits = {kept: f"{kept}{waits}"}
    run = job.start("keep_rate", urls, "out", "--workers", 1, edits=edits)
    run.said("kept")

    run.send(signal.SIGINT)

    assert run.finish(60).out.splitlines()[0] == "1 done, 0 failed, 1 not tried"


@pytest.mark.parametrize("raised", ["KeyboardInterrupt", "MemoryError", "SystemExit(1)"])
def test_whatever_a_request_raises_costs_its_address(job: Job, server: Server, raised: str) -> None:
    """The others are asked for."""
    urls = [f"{server.url}/page/{n}" for n in range(3)]
    line = "    end = monotonic() + PER_URL\n"
    edits = {line: f'    if "page/1" in url:\n        raise {raised}\n{line}'}

    done = job.run("keep_rate", listed(job, *urls), "out", "--rate", 100, edits=edits)

    assert done.out.splitlines()[0] == "2 done, 1 failed, 0 not tried"
    assert raised.partition("(")[0] in done.out
    assert done.code == 1


def test_addresses_are_printed_safely(job: Job) -> None:
    """One that moves the cursor is escaped in the report."""
    done = job.run("keep_rate", listed(job, "nonsense\x1b[31m"), "out")

    assert done.out.splitlines()[1].startswith("nonsense\\x1b[31m: ValueError")


def test_a_thread_that_does_not_start_ends_it(job: Job, server: Server) -> None:
    """A report, and the error."""
    start = "            thread.start()\n"
    edits = {start: '            raise RuntimeError("no thread")\n' + start}

    done = job.run("keep_rate", listed(job, f"{server.url}/page/1"), "out", edits=edits)

    assert done.out.splitlines()[0] == "0 done, 0 failed, 1 not tried"
    assert done.err.splitlines()[-1] == "RuntimeError: no thread"
    assert done.code == 1


def test_what_nobody_says(job: Job) -> None:
    """Ten a second, none saved up, eight threads; a folder that is not there is made."""
    parsed = "    args = parser.parse_args()\n"
    edits = {parsed: f"{parsed}    print(args.rate, args.burst, args.workers)\n"}

    done = job.run("keep_rate", listed(job), "new/answers", edits=edits)

    assert done.out == "10.0 1 8\n0 done, 0 failed, 0 not tried\n"
    assert (job.folder / "new/answers/turns").exists()


def test_the_file_is_where_it_is_told(job: Job, server: Server) -> None:
    """Beside the answers where nothing else is said."""
    job.run("keep_rate", listed(job, f"{server.url}/page/1"), "out", "--share", "here")

    assert (job.folder / "here").exists()
    assert "turns" not in os.listdir(job.folder / "out")
