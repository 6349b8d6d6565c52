"""One table, a function of Python for each of its groups: `jobs/group_table`."""

from __future__ import annotations

import os
import random
import signal
from contextlib import suppress

import pytest

from tests.jobs.conftest import Job
from tests.jobs.places import HANGS, LOOKS
from tests.jobs.test_process_folder import is_worker
from tests.signalled import UNTIL_A_SIGNAL

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

#: What the work begins with.
WORK = "    waited = wait = 0\n"
#: A work that hangs on the order of the rows, to the last bit.
FLOATS = {
    WORK: "    total = 0.0\n    for number in rows['x']:\n"
    "        total = total / 3 + number\n    return total\n" + WORK
}
CLOCK = {
    "from time import monotonic\n": "",
    "ROWS = 20_000": LOOKS + "ROWS = 20_000",
    "timeout=0.5": "timeout=0.01",  # from one look to the next
}
CALL = ("visits.csv", "till", "waits.csv")


def at(till: str, deed: str) -> dict[str, str]:
    """Have the group of this key do something else first."""
    return {WORK: f"    if rows['till'].iloc[0] == {till!r}:\n        {deed}\n{WORK}"}


def table(job: Job, sizes: dict[str, int], none: int = 0) -> None:
    """A table in which each till has so many visits, in no order."""
    chance = random.Random(1)
    lines = [f"{till},3,4" for till, size in sizes.items() for _ in range(size)] + [",1,2"] * none
    chance.shuffle(lines)
    (job.folder / "visits.csv").write_text("\n".join(["till,gap,served", *lines, ""]))


def results(job: Job) -> dict[str, str]:
    """The file of results, by key."""
    lines = (job.folder / "waits.csv").read_text().splitlines()
    assert lines[0] == "till,result"
    return dict(line.rsplit(",", 1) for line in lines[1:])


@pytest.mark.parametrize("workers", [1, 4])
def test_the_results_are_those_of_a_plain_loop_to_the_last_bit(job: Job, workers: int) -> None:
    """One till has a quarter of the rows, others have a few; the order is that of the keys."""
    chance = random.Random(2)
    rows = [(min(int(chance.paretovariate(0.5)), 60), chance.random()) for _ in range(9000)]
    lines = [f"till {till},{number!r}" for till, number in rows]
    (job.folder / "visits.csv").write_text("\n".join(["till,x", *lines]))
    wanted: dict[str, float] = {}
    for till, number in rows:
        name = f"till {till}"
        wanted[name] = wanted.get(name, 0.0) / 3 + number

    done = job.run("group_table", *CALL, "--workers", workers, edits=FLOATS)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == f"{len(wanted)} done, 0 failed, 0 left"
    assert [*results(job)] == sorted(wanted)
    assert {key: float(text).hex() for key, text in results(job).items()} == {
        key: number.hex() for key, number in wanted.items()
    }


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("raise ValueError('odd\\x1b')", "ValueError: odd\\x1b"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("raise MemoryError", "MemoryError"),
        ("return 'many'", "ValueError: could not convert string to float: 'many'"),
        ("os.abort()", "crashed: SIGABRT"),
        ("os._exit(0)", "crashed: exit 0"),
        pytest.param(HANGS, "time limit", id="hangs"),
    ],
)
def test_a_group_that_fails_costs_itself(job: Job, deed: str, told: str) -> None:
    """Its key is listed, all others are in the results."""
    table(job, {f"till {n}": 10 for n in range(30)}, none=2)
    edits = at("till 7", deed)

    done = job.run("group_table", *CALL, "--workers", 1, edits=edits | CLOCK)

    assert done.out.splitlines() == [
        "29 done, 1 failed, 0 left", "sum 1305.0; 2 rows have no key",
        f"till 7: {told}".replace("'", "\\'" if '"' in told else "'"),
    ]  # fmt: skip
    assert done.code == 1
    assert len(results(job)) == 29
    assert not (job.folder / "waits.csv.part").exists()


def test_run_again_without_the_fault_all_is_there(job: Job) -> None:
    """It begins anew, and says the same each time."""
    table(job, {"a": 3, "b": 3})

    bad = job.run("group_table", *CALL, edits=at("b", "raise OSError"))
    good = [job.run("group_table", *CALL) for _ in range(2)]

    assert bad.code == 1
    assert good[0] == good[1]
    assert good[0].out.splitlines()[0] == "2 done, 0 failed, 0 left"
    assert [*results(job)] == ["a", "b"]


@pytest.mark.parametrize(
    ("sizes", "none"),
    [({}, 0), ({}, 3), ({"a": 1}, 0), ({"a": 50_000}, 0), ({"a": 1, "b": 30_000, "c": 1}, 1)],
    ids=["no-row", "no-key", "one-row", "one-group", "huge"],
)
def test_few_groups(job: Job, sizes: dict[str, int], none: int) -> None:
    """None, one, and one that is larger than a share; each row without a key is counted."""
    table(job, sizes, none)

    done = job.run("group_table", *CALL)

    lines = done.out.splitlines()
    assert lines[0] == f"{len(sizes)} done, 0 failed, 0 left"
    assert lines[1].endswith(f"; {none} rows have no key")
    assert (len(lines), done.code, [*results(job)]) == (2, 0, sorted(sizes))


def test_many_groups_of_one_row(job: Job) -> None:
    """A hundred thousand of them, whole numbers as keys, in their order."""
    lines = [f"{n},3,{n % 7}" for n in random.Random(3).sample(range(100_000), 100_000)]
    (job.folder / "visits.csv").write_text("\n".join(["till,gap,served", *lines]))

    done = job.run("group_table", *CALL, "--workers", 2)

    assert done.out.splitlines()[0] == "100000 done, 0 failed, 0 left"
    assert [*results(job)] == [str(n) for n in range(100_000)]


def test_no_row_is_sent(job: Job) -> None:
    """What goes to the workers is a small part of the table."""
    table(job, {f"till {n}": 900 for n in range(30)})
    send = "                        one.pipe.send([*one.hand])\n"
    edits = {
        send: send + "                        import pickle\n"
        "                        size = len(pickle.dumps([*one.hand]))\n"
        '                        os.write(2, f"{size}\\n".encode())\n'
    }

    done = job.run("group_table", *CALL, edits=edits)

    assert done.code == 0
    sent = sum(map(int, done.err.split()))
    assert 0 < sent < (job.folder / "visits.csv").stat().st_size / 50


def test_a_worker_reads_the_rows_of_its_groups_alone(job: Job) -> None:
    """However far behind the first row they are."""
    table(job, {f"till {n}": 900 for n in range(30)})
    read = "        part = table.slice(first, size).to_pandas(use_threads=False)\n"
    edits = {
        read: f"{read}        wanted = sum(map(len, groups))\n"
        '        os.write(2, f"{len(part)} {wanted}\\n".encode())\n'
    }

    done = job.run("group_table", *CALL, edits=edits)

    taken = [line.split() for line in done.err.splitlines()]
    assert sum(int(rows) for rows, _ in taken) == 30 * 900
    assert all(rows == wanted for rows, wanted in taken)


def busy(till: str) -> dict[str, str]:
    """The group of this key waits for ever."""
    return at(till, "os.write(2, b'busy\\n')\n        signal.pause()")


@pytest.mark.parametrize(
    ("number", "whole"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False)],
    ids=["Ctrl-C", "SIGINT", "SIGTERM"],
)
def test_a_signal_ends_it_soon_and_keeps_what_is_done(job: Job, number: int, whole: bool) -> None:
    """The report is short, the results are those until then, the code is that of the signal."""
    table(job, {"a": 9, "b": 5, "c": 5})
    run = job.start("group_table", *CALL, "--workers", 1, edits=busy("b"))
    run.said("busy")

    (run.send_all if whole else run.send)(number)
    done = run.finish(30)

    assert done.out.splitlines()[0] == "1 done, 0 failed, 2 left"
    assert done.err == "busy\n"
    assert done.code == 128 + number
    assert [*results(job)] == ["a"]
    assert not (job.folder / "waits.csv.part").exists()


def test_killed_workers_are_replaced(job: Job) -> None:
    """A busy one costs its group, an idle one nothing."""
    table(job, {"a": 9, "b": 5, "c": 5})
    run = job.start("group_table", *CALL, "--workers", 2, edits=busy("a"))
    run.said("busy")

    for pid in [pid for pid in run.others() if is_worker(pid, run)]:
        with suppress(ProcessLookupError):  # one that was replaced has ended already
            os.kill(pid, signal.SIGKILL)
    done = run.finish(60)

    assert "a: crashed: SIGKILL" in done.out.splitlines()
    assert done.code == 1


def test_workers_end_when_the_program_is_killed(job: Job) -> None:
    """Even in the middle of a group that never ends; the next run is as if nothing was."""
    table(job, {"a": 9, "b": 5})
    run = job.start("group_table", *CALL, "--workers", 2, edits=busy("a"))
    run.said("busy")

    run.send(signal.SIGKILL)
    killed = run.finish(30)
    done = job.run("group_table", *CALL)

    assert (killed.code, done.code) == (-signal.SIGKILL, 0)
    assert not (job.folder / "waits.csv.part").exists()


def test_all_workers_have_ended_when_it_reports(job: Job) -> None:
    """They are killed in the middle of their groups, and waited for."""
    table(job, {"a": 9, "b": 5})
    start, report = "            self.proc.start()\n", '        print(f"{len(good)} done'
    edits = {
        WORK: f"    os.write(2, b'busy')\n    signal.pause()\n{WORK}",
        "ROWS = ": "pids = []\nROWS = ",
        start: f"{start}            pids.append(self.proc.pid)\n",
        report: "        here = [pid for pid in pids if Path(f'/proc/{pid}').exists()]\n"
        f"        print(len(pids), here)\n{report}",
    }
    run = job.start("group_table", *CALL, "--workers", 2, edits=edits)
    run.said("busybusy")

    run.send(signal.SIGTERM)

    assert run.finish(30).out.splitlines()[0] == "2 []"


def test_a_worker_maps_the_table_and_has_no_threads_of_arrow(job: Job) -> None:
    """It is not copied into each of them, and they are as many as were asked for."""
    table(job, {"a": 900})
    ask, turn = "    while groups := pipe.recv():\n", "        for group in groups:\n"
    tasks = 'len(os.listdir("/proc/self/task"))'
    edits = {
        ask: f"    maps = Path('/proc/self/maps').read_text()\n    before = {tasks}\n{ask}",
        turn: f'        os.write(2, b"%d %d\\n" % (path.name in maps, {tasks} - before))\n{turn}',
    }

    assert job.run("group_table", *CALL, edits=edits).err == "1 0\n"


def test_an_error_in_main_ends_it(job: Job) -> None:
    """The exception is the last thing printed, the report is there, no worker stays."""
    table(job, {"a": 9, "b": 5})
    line = "                        one.since, deaths = monotonic(), 0\n"
    edits = {line: line + "                        raise ValueError('main')\n"}

    done = job.run("group_table", *CALL, "--workers", 2, edits=edits)

    assert done.out.splitlines()[0] == "0 done, 0 failed, 2 left"
    assert done.err.splitlines()[-1] == "ValueError: main"
    assert done.code == 1


def test_workers_that_cannot_begin_end_it(job: Job) -> None:
    """It does not start new ones for ever."""
    table(job, {f"till {n}": 1 for n in range(100)})
    edits = {
        "DEATHS = 50": "DEATHS = 5",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os._exit(7)\n",
    }

    done = job.run("group_table", *CALL, edits=edits)

    assert done.err.splitlines()[-1] == "RuntimeError: every worker dies: exit 7"
    assert done.out.splitlines()[0] == "0 done, 5 failed, 95 left"
    assert done.code == 1


def test_a_group_that_is_done_says_that_workers_can_begin(job: Job) -> None:
    """The deaths before it count no more."""
    table(job, {"a": 4, "b": 3, "c": 2, "d": 1})  # each a share of its own
    edits = {"DEATHS = 50": "DEATHS = 2"}
    edits[WORK] = f"    if rows['till'].iloc[0] in 'bc':\n        os._exit(9)\n{WORK}"

    done = job.run("group_table", *CALL, "--workers", 1, edits=edits)

    assert done.out.splitlines()[0] == "2 done, 2 failed, 0 left"
    assert (done.err, done.code) == ("", 1)


def test_a_worker_that_is_dead_before_it_is_handed_groups_costs_the_first(job: Job) -> None:
    """As one that dies at work."""
    table(job, {"a": 9, "b": 5})
    start = "            self.proc.start()\n"
    edits = {
        start: f"{start}            self.proc.join()\n",
        "    Thread(target=end_with_parent, daemon=True).start()\n": "    os.abort()\n",
    }

    done = job.run("group_table", *CALL, "--workers", 2, edits=edits)

    assert done.out.splitlines()[0] == "0 done, 2 failed, 0 left"
    assert {*done.out.splitlines()[2:]} == {"a: crashed: SIGABRT", "b: crashed: SIGABRT"}


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    table(job, {"a": 9})

    done = job.run("group_table", *CALL, edits={WORK: f"    Process().start()\n{WORK}"})

    assert done.out.splitlines()[2].startswith("a: AssertionError: daemonic processes")


def test_work_gets_the_columns_of_the_table_and_rows_from_0_on(job: Job) -> None:
    """Where nobody says how many workers there are, there are four."""
    table(job, {"a": 2, "b": 3})
    tell = "    print([*rows], [*rows.index], flush=True)\n"
    parsed = "    args = parser.parse_args()\n"
    edits = {WORK: f"{tell}{WORK}", parsed: f"{parsed}    print(args.workers, flush=True)\n"}

    lines = job.run("group_table", *CALL, edits=edits).out.splitlines()

    columns = "['till', 'gap', 'served']"
    assert lines[0] == "4"
    assert sorted(lines[1:3]) == [f"{columns} [0, 1, 2]", f"{columns} [0, 1]"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_table_is_sorted_ends_it(job: Job, number: int) -> None:
    """There is nothing to report, and no file stays."""
    table(job, {"a": 2})
    made = '    table.to_feather(path, compression="uncompressed")\n'
    edits = {made: f"{made}    os.write(2, b'sorted')\n    {UNTIL_A_SIGNAL}\n"}
    run = job.start("group_table", *CALL, edits=edits)
    run.said("sorted")

    run.send(number)
    done = run.finish(30)

    assert (done.out, done.err, done.code) == ("", "sorted", 128 + number)
    assert {path.name for path in job.folder.iterdir()} == {"group_table.py", "visits.csv"}


def test_wrong_calls(job: Job) -> None:
    """No such column, no such file, no worker: nothing is written."""
    table(job, {"a": 1})
    (job.folder / "empty.csv").write_text("")
    calls: list[tuple[object, ...]] = [
        ("visits.csv", "shop", "waits.csv"), ("no.csv", "till", "waits.csv"),
        ("empty.csv", "till", "waits.csv"), (*CALL, "--workers", 0),
    ]  # fmt: skip

    wrong = [job.run("group_table", *call) for call in calls]

    assert [(w.code, w.out) for w in wrong] == [(2, "")] * 4
    assert "KeyError: 'shop'" in wrong[0].err
    assert {p.name for p in job.folder.iterdir()} == {"group_table.py", "visits.csv", "empty.csv"}


def test_a_key_that_moves_the_cursor_is_escaped(job: Job) -> None:
    """In the report, not in the results."""
    table(job, {"red\x1b[31m": 2, "é": 1})

    done = job.run("group_table", *CALL, edits=at("red\x1b[31m", "raise OSError"))

    assert done.out.splitlines()[2:] == ["red\\x1b[31m: OSError"]
    assert [*results(job)] == ["é"]
